package dev.tulle.core.cases;

import com.github.xds.core.v3.CidrRange;
import com.github.xds.type.matcher.v3.IPMatcher;
import com.github.xds.type.matcher.v3.Matcher;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.tulle.core.xds.Printer;
import dev.tulle.core.xds.Resource;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster.ClusterWeight;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a resource names: the `endpoints` of a cluster, clusters, route tables, secrets, and
/// addresses that are `dialled`. Routes that are `byDialled` name clusters by such addresses. Laws
/// look at the same resources again and again, and to read one takes long: it is kept, by content.
record Named(
    Optional<String> endpoints,
    List<String> clusters,
    List<String> tables,
    List<String> secrets,
    List<String> dialled,
    boolean byDialled) {

  private static final Pattern SECRET = Pattern.compile("\"((?:secret|trust)/[^\"]*)\"");
  private static final Pattern ROUTES = Pattern.compile("\"route_config_name\": \"([^\"]*)\"");

  private static final Pattern CLUSTER = Pattern.compile("\"cluster\": \"([^\"]*)\"");

  private static final Pattern ASKED = Pattern.compile("\"cluster(?:_name)?\": \"([^\"]*)\"");

  private static final Map<String, Named> READ = new ConcurrentHashMap<>();

  static Named by(Resource resource) {
    return READ.computeIfAbsent(
        resource.type() + " " + resource.name() + " " + resource.version(), key -> read(resource));
  }

  private static Named read(Resource resource) {
    var message = Printer.message(resource);
    var clusters = new ArrayList<String>();
    var tables = new ArrayList<String>();
    var secrets = new ArrayList<String>();
    var dialled = new ArrayList<String>();
    switch (message) {
      case RouteConfiguration table -> {
        table.getVirtualHostsList().stream()
            .flatMap(host -> host.getRoutesList().stream())
            .filter(route -> route.hasRoute())
            .forEach(route -> clusters(route.getRoute(), clusters));
        asked(table, clusters);
      }
      case Listener listener -> {
        var text = Printer.json(listener);
        ROUTES.matcher(text).results().forEach(found -> tables.add(found.group(1)));
        SECRET.matcher(text).results().forEach(found -> secrets.add(found.group(1)));
        CLUSTER.matcher(text).results().forEach(found -> clusters.add(found.group(1)));
        connected(listener, clusters);
        dialled(listener).forEach(dialled::add);
      }
      case Cluster cluster ->
          SECRET
              .matcher(Printer.json(cluster))
              .results()
              .forEach(found -> secrets.add(found.group(1)));
      default -> {}
    }
    return new Named(endpoints(message), clusters, tables, secrets, dialled, byDialled(message));
  }

  private static Optional<String> endpoints(Message message) {
    if (!(message instanceof Cluster cluster) || !cluster.hasEdsClusterConfig()) {
      return Optional.empty();
    }
    var name = cluster.getEdsClusterConfig().getServiceName();
    return Optional.of(name.isEmpty() ? cluster.getName() : name);
  }

  private static boolean byDialled(Message message) {
    return message instanceof RouteConfiguration table
        && table.getVirtualHostsList().stream()
            .flatMap(host -> host.getRoutesList().stream())
            .anyMatch(route -> route.getRoute().hasClusterHeader());
  }

  /// All addresses that a listener matches.
  private static Stream<String> dialled(Listener listener) {
    var ports = listener.getFilterChainMatcher().getMatcherTree().getExactMatchMap().getMapMap();
    return ports.entrySet().stream()
        .flatMap(port -> addresses(port.getValue()).map(address -> address + ":" + port.getKey()));
  }

  private static Stream<String> addresses(Matcher.OnMatch onPort) {
    var match = onPort.getMatcher().getMatcherTree().getCustomMatch().getTypedConfig();
    if (!match.is(IPMatcher.class)) {
      return Stream.empty();
    }
    try {
      return match.unpack(IPMatcher.class).getRangeMatchersList().stream()
          .flatMap(ranges -> ranges.getRangesList().stream())
          .map(CidrRange::getAddressPrefix)
          .map(address -> address.contains(":") ? "[" + address + "]" : address);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
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

  /// What filters ask on behalf of routes.
  private static void asked(RouteConfiguration table, List<String> named) {
    var filtered =
        table.getVirtualHostsList().stream()
            .flatMap(host -> host.getRoutesList().stream())
            .filter(route -> route.getTypedPerFilterConfigCount() > 0)
            .map(
                route ->
                    Route.newBuilder()
                        .putAllTypedPerFilterConfig(route.getTypedPerFilterConfigMap()));
    filtered.forEach(
        route ->
            ASKED
                .matcher(Printer.json(route.build()))
                .results()
                .forEach(found -> named.add(found.group(1))));
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
}
