package dev.tulle.core.xds;

import dev.tulle.core.ir.Affinity;
import dev.tulle.core.ir.Destination;
import dev.tulle.core.name.ObjectName;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.RouteMatch.ConnectMatcher;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Renders the routes of a Service port inside the mesh. What was dialled decides, so that every
/// host and path goes to it.
final class ServiceRoutes {

  private static final int RETRIES = 1;

  private ServiceRoutes() {}

  /// All that the routes of a port follow from. `routes` are those that are attached to it, of
  /// which one has to match.
  record Input(Destination destination, Optional<List<dev.tulle.core.ir.Route>> routes) {}

  static Resource render(Input input) {
    var destination = input.destination();
    var name = Names.destination(destination.id());
    var service = destination.id().port().service();
    var origins = new HashSet<>(Set.of(service));
    var host =
        input
            .routes()
            .map(
                attached -> {
                  attached.forEach(route -> origins.add(route.origin()));
                  return attached(attached);
                })
            .orElseGet(() -> everyHost(name, destination.affinity(), service));
    var message = RouteConfiguration.newBuilder().setName(name).addVirtualHosts(host).build();
    return Resource.of(ResourceType.ROUTE, name, message, origins);
  }

  private static VirtualHost attached(List<dev.tulle.core.ir.Route> routes) {
    var host = host();
    routes.forEach(route -> host.addRoutes(Routes.OF_WORKLOADS.render(route)));
    return WorkloadHttp.asItWas(host);
  }

  private static VirtualHost everyHost(String cluster, Affinity affinity, ObjectName service) {
    var host = everyHost(cluster, affinity).toBuilder();
    host.getRoutesBuilderList().forEach(route -> route.setMetadata(Provenance.of(service)));
    return host.build();
  }

  static VirtualHost everyHost(String cluster, Affinity affinity) {
    var action = Forwards.to(cluster, affinity);
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
