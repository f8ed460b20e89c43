package dev.tulle.core.xds;

import dev.tulle.core.ir.Destination;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteAction.HashPolicy;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import java.util.Set;

/// Renders the routes of a Service port as gRPC clients understand them.
final class GrpcRoutes {

  /// What a gRPC client has in place of a client's address, which it does not know.
  private static final HashPolicy BY_CHANNEL =
      HashPolicy.newBuilder()
          .setFilterState(HashPolicy.FilterState.newBuilder().setKey("io.grpc.channel_id"))
          .build();

  private GrpcRoutes() {}

  static Resource render(Destination destination) {
    var name = Names.destination(destination.id());
    var service = destination.id().port().service();
    var action = RouteAction.newBuilder().setCluster(name);
    switch (destination.affinity()) {
      case NONE -> {}
      case CLIENT_ADDRESS -> action.addHashPolicy(BY_CHANNEL);
    }
    var route =
        Route.newBuilder()
            .setMatch(RouteMatch.newBuilder().setPrefix(""))
            .setRoute(action)
            .setMetadata(Provenance.of(service));
    var message =
        RouteConfiguration.newBuilder()
            .setName(name)
            .addVirtualHosts(VirtualHost.newBuilder().setName("*").addDomains("*").addRoutes(route))
            .build();
    return Resource.of(ResourceType.ROUTE, name, message, Set.of(service));
  }
}
