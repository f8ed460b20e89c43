package dev.tulle.core.xds;

import dev.tulle.core.ir.Affinity;
import dev.tulle.core.ir.Destination;
import dev.tulle.core.ir.ServicePort;
import dev.tulle.core.name.ObjectName;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.RouteMatch.ConnectMatcher;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/// The routes of workloads. What was dialled decides, so that every host and path goes to it; where
/// routes are attached to it, one of these has to match.
final class ServiceRoutes {

  private static final int RETRIES = 1;
  private static final int NOT_FOUND = 404;

  /// Those of all HTTP ports of Services to which no route is attached: to the cluster that has the
  /// name of what was dialled.
  private static final VirtualHost OUTBOUND = outbound();

  /// Where no route is attached to anything.
  static final Resource PLAIN = render(new TreeMap<>());

  /// The routes that are attached to what is dialled, and the names of the clusters that they need.
  record Attached(
      Destination destination,
      List<dev.tulle.core.ir.Route> routes,
      Map<ServicePort, String> clusters) {
    Attached {
      clusters = Map.copyOf(clusters);
    }
  }

  private ServiceRoutes() {}

  /// The routes of all HTTP ports of Services for one namespace.
  static Resource render(SortedMap<Destination.Id, Attached> attached) {
    var host = host();
    var origins = new HashSet<ObjectName>();
    for (var each : attached.values()) {
      add(host, each);
      each.routes().forEach(route -> origins.add(route.origin()));
    }
    var message =
        RouteConfiguration.newBuilder()
            .setName(Names.OUTBOUND)
            .addVirtualHosts(
                WorkloadHttp.asItWas(host).toBuilder()
                    .addRequestHeadersToRemove(WorkloadHttp.DIALLED)
                    .addAllRoutes(OUTBOUND.getRoutesList()))
            .build();
    return Resource.of(ResourceType.ROUTE, Names.OUTBOUND, message, origins);
  }

  private static void add(VirtualHost.Builder host, Attached attached) {
    var dialled = dialled(DialledAddress.of(attached.destination()));
    var routes =
        new Routes(upstream -> Objects.requireNonNull(attached.clusters().get(upstream.port())));
    for (var route : attached.routes()) {
      var rendered = routes.render(route).toBuilder();
      rendered.getMatchBuilder().addHeaders(dialled);
      host.addRoutes(rendered);
    }
    var rest = RouteMatch.newBuilder().setPrefix("/").addHeaders(dialled).build();
    host.addRoutes(
        Routes.respond(rest, NOT_FOUND)
            .setMetadata(Provenance.of(attached.destination().id().port().service())));
  }

  private static HeaderMatcher dialled(DialledAddress address) {
    return HeaderMatcher.newBuilder()
        .setName(WorkloadHttp.DIALLED)
        .setStringMatch(StringMatcher.newBuilder().setExact(address.toString()))
        .build();
  }

  private static VirtualHost outbound() {
    // only clusters that are rendered for an affinity look at the hash
    return everyHost(
        Forwards.to("", Affinity.CLIENT_ADDRESS).toBuilder()
            .setClusterHeader(WorkloadHttp.DIALLED)
            .build());
  }

  /// To where the connection was opened to.
  static VirtualHost intoThePod() {
    return everyHost(Forwards.to(Names.INBOUND, Affinity.NONE));
  }

  private static VirtualHost everyHost(RouteAction action) {
    return WorkloadHttp.asItWas(
        host()
            .addRoutes(
                route(
                    RouteMatch.newBuilder().setConnectMatcher(ConnectMatcher.getDefaultInstance()),
                    action))
            .addRoutes(route(RouteMatch.newBuilder().setPrefix("/"), action)));
  }

  private static VirtualHost.Builder host() {
    return VirtualHost.newBuilder()
        .setName("*")
        .addDomains("*")
        .setRetryPolicy(Retries.elsewhere(RETRIES));
  }

  private static Route route(RouteMatch.Builder match, RouteAction action) {
    return Route.newBuilder().setMatch(match).setRoute(action).build();
  }
}
