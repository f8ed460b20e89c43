package dev.tulle.core.xds;

import dev.tulle.core.ir.Affinity;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.RouteMatch.ConnectMatcher;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import java.util.Set;

/// The routes of workloads. What was dialled decides, so that every host and path goes to it.
final class ServiceRoutes {

  private static final int RETRIES = 1;

  /// Those of all HTTP ports of Services: to the cluster that has the name of what was dialled.
  static final Resource OUTBOUND = outbound();

  private ServiceRoutes() {}

  private static Resource outbound() {
    // only clusters that are rendered for an affinity look at the hash
    var action =
        Routes.forward("", Affinity.CLIENT_ADDRESS).toBuilder()
            .setClusterHeader(WorkloadHttp.DIALLED)
            .build();
    var host = everyHost(action).toBuilder().addRequestHeadersToRemove(WorkloadHttp.DIALLED);
    var message = RouteConfiguration.newBuilder().setName(Names.OUTBOUND).addVirtualHosts(host);
    return Resource.of(ResourceType.ROUTE, Names.OUTBOUND, message.build(), Set.of());
  }

  /// To where the connection was opened to.
  static VirtualHost intoThePod() {
    return everyHost(Routes.forward(Names.INBOUND, Affinity.NONE));
  }

  private static VirtualHost everyHost(RouteAction action) {
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
