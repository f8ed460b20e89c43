package dev.tulle.core.xds;

import dev.tulle.core.ir.Affinity;
import dev.tulle.core.ir.Destination;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.RouteMatch.ConnectMatcher;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import java.util.Set;

/// Renders the routes of a Service port inside the mesh. What was dialled decides, so that every
/// host and path goes to it.
final class ServiceRoutes {

  private static final int RETRIES = 1;

  private ServiceRoutes() {}

  static Resource render(Destination destination) {
    var name = Names.destination(destination.id());
    var service = destination.id().port().service();
    var hosts = everyHost(name, destination.affinity()).toBuilder();
    hosts.getRoutesBuilderList().forEach(route -> route.setMetadata(Provenance.of(service)));
    var message = RouteConfiguration.newBuilder().setName(name).addVirtualHosts(hosts).build();
    return Resource.of(ResourceType.ROUTE, name, message, Set.of(service));
  }

  static VirtualHost everyHost(String cluster, Affinity affinity) {
    var action = Forwards.to(cluster, affinity);
    return WorkloadHttp.asItWas(
        VirtualHost.newBuilder()
            .setName("*")
            .addDomains("*")
            .addRoutes(
                route(
                    RouteMatch.newBuilder().setConnectMatcher(ConnectMatcher.getDefaultInstance()),
                    action))
            .addRoutes(route(RouteMatch.newBuilder().setPrefix("/"), action))
            .setRetryPolicy(Retries.elsewhere(RETRIES)));
  }

  private static Route route(RouteMatch.Builder match, RouteAction action) {
    return Route.newBuilder().setMatch(match).setRoute(action).build();
  }
}
