package dev.tulle.core.cases;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.tulle.core.xds.Printer;
import dev.tulle.core.xds.Resource;
import dev.tulle.core.xds.ResourceType;
import dev.tulle.core.xds.Resources;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster.ClusterWeight;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The law *closed*: each cluster, route table and secret that a resource names exists, and nothing
/// exists that nobody names.
final class Closed {

  private static final Pattern SECRET = Pattern.compile("\"((?:secret|trust)/[^\"]*)\"");
  private static final Pattern ROUTES = Pattern.compile("\"route_config_name\": \"([^\"]*)\"");

  private static final Pattern CLUSTER = Pattern.compile("\"cluster\": \"([^\"]*)\"");

  private Closed() {}

  /// What is named and does not exist, and what exists and is not named, in any scope.
  static List<String> violations(Map<String, Resources> scopes) {
    var anywhere = scopes.values().stream().flatMap(each -> routed(each).stream()).toList();
    return scopes.values().stream()
        .flatMap(resources -> violations(resources, anywhere).stream())
        .toList();
  }

  /// The clusters that routes name.
  private static List<String> routed(Resources resources) {
    var routed = new ArrayList<String>();
    for (var resource : resources.of(ResourceType.ROUTE).values()) {
      var table = (RouteConfiguration) Printer.message(resource);
      table.getVirtualHostsList().stream()
          .flatMap(host -> host.getRoutesList().stream())
          .filter(route -> route.hasRoute())
          .forEach(route -> clusters(route.getRoute(), routed));
    }
    return routed;
  }

  private static List<String> violations(Resources resources, List<String> anywhere) {
    var violations = new ArrayList<String>();
    var discovered =
        resources.of(ResourceType.CLUSTER).values().stream()
            .filter(r -> ((Cluster) Printer.message(r)).hasEdsClusterConfig())
            .map(Resource::name)
            .toList();
    compare(violations, "endpoints", discovered, resources, ResourceType.ENDPOINT);
    var routed = routed(resources);
    var tables = new ArrayList<String>();
    var secrets = new ArrayList<String>();
    for (var resource : resources.of(ResourceType.LISTENER).values()) {
      var text = Printer.json((Listener) Printer.message(resource));
      ROUTES.matcher(text).results().forEach(found -> tables.add(found.group(1)));
      SECRET.matcher(text).results().forEach(found -> secrets.add(found.group(1)));
      CLUSTER.matcher(text).results().forEach(found -> routed.add(found.group(1)));
      connected((Listener) Printer.message(resource), routed);
    }
    for (var resource : resources.of(ResourceType.CLUSTER).values()) {
      var text = Printer.json(Printer.message(resource));
      SECRET.matcher(text).results().forEach(found -> secrets.add(found.group(1)));
    }
    // a Service port keeps its cluster while routes send what comes for it elsewhere, and what
    // the routes of one namespace send to is a cluster in all of them
    var own = resources.of(ResourceType.CLUSTER).keySet();
    Stream.concat(tables.stream(), anywhere.stream()).filter(own::contains).forEach(routed::add);
    compare(violations, "cluster", routed, resources, ResourceType.CLUSTER);
    compare(violations, "route table", tables, resources, ResourceType.ROUTE);
    compare(violations, "secret", secrets, resources, ResourceType.SECRET);
    return violations;
  }

  /// Of several clusters that connections are divided among, the names.
  private static void connected(Listener listener, List<String> named) {
    for (var chain : listener.getFilterChainsList()) {
      for (var filter : chain.getFiltersList()) {
        if (filter.getTypedConfig().is(TcpProxy.class)) {
          try {
            var proxy = filter.getTypedConfig().unpack(TcpProxy.class);
            proxy.getWeightedClusters().getClustersList().stream()
                .map(TcpProxy.WeightedCluster.ClusterWeight::getName)
                .filter(name -> !name.equals("nowhere"))
                .forEach(named::add);
          } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
          }
        }
      }
    }
  }

  /// `nowhere` is meant not to exist.
  private static void clusters(RouteAction action, List<String> named) {
    if (action.hasCluster()) {
      named.add(action.getCluster());
    }
    action.getWeightedClusters().getClustersList().stream()
        .map(ClusterWeight::getName)
        .filter(name -> !name.equals("nowhere"))
        .forEach(named::add);
    action.getRequestMirrorPoliciesList().forEach(mirror -> named.add(mirror.getCluster()));
  }

  private static void compare(
      List<String> violations,
      String what,
      List<String> named,
      Resources resources,
      ResourceType type) {
    var existing = resources.of(type).keySet();
    named.stream()
        .filter(name -> !existing.contains(name))
        .forEach(name -> violations.add(what + " " + name + " is named and does not exist"));
    existing.stream()
        .filter(name -> !named.contains(name))
        .forEach(name -> violations.add(what + " " + name + " exists and is not named"));
  }
}
