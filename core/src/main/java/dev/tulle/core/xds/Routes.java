package dev.tulle.core.xds;

import static dev.tulle.core.xds.Protos.seconds;

import dev.tulle.core.ir.Affinity;
import dev.tulle.core.ir.Backend;
import dev.tulle.core.ir.RouteAction;
import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction.HashPolicy;
import io.envoyproxy.envoy.config.route.v3.RouteAction.HashPolicy.ConnectionProperties;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;

/// Renders a route: what it matches and what becomes of it.
final class Routes {

  private static final int BROKEN_BACKEND = 500;

  private Routes() {}

  static Route render(dev.tulle.core.ir.Route route) {
    return action(route).toBuilder().setMetadata(Provenance.of(route.origin())).build();
  }

  private static Route action(dev.tulle.core.ir.Route route) {
    var match = match(route.match()).build();
    return switch (route.action()) {
      case RouteAction.Respond(var status) -> respond(match, status);
      case RouteAction.Forward(Backend.Invalid _) -> respond(match, BROKEN_BACKEND);
      case RouteAction.Forward(Backend.To to) -> forward(match, to);
    };
  }

  static Route respond(RouteMatch match, int status) {
    return Route.newBuilder()
        .setMatch(match)
        .setDirectResponse(DirectResponseAction.newBuilder().setStatus(status))
        .build();
  }

  static RouteMatch.Builder match(dev.tulle.core.ir.RouteMatch match) {
    var out = RouteMatch.newBuilder();
    return switch (match) {
      case dev.tulle.core.ir.RouteMatch.Exact(var path) -> out.setPath(path);
      case dev.tulle.core.ir.RouteMatch.Start(var path) -> out.setPrefix(path);
      case dev.tulle.core.ir.RouteMatch.Prefix(var path) ->
          path.equals("/") ? out.setPrefix(path) : out.setPathSeparatedPrefix(path);
    };
  }

  private static Route forward(RouteMatch match, Backend.To to) {
    return Route.newBuilder()
        .setMatch(match)
        .setRoute(forward(Names.cluster(to.port()), to.affinity()))
        .build();
  }

  /// To a cluster, for as long as it takes.
  static io.envoyproxy.envoy.config.route.v3.RouteAction forward(
      String cluster, Affinity affinity) {
    var action =
        io.envoyproxy.envoy.config.route.v3.RouteAction.newBuilder()
            .setCluster(cluster)
            .setTimeout(seconds(0));
    switch (affinity) {
      case NONE -> {}
      case CLIENT_ADDRESS ->
          action.addHashPolicy(
              HashPolicy.newBuilder()
                  .setConnectionProperties(ConnectionProperties.newBuilder().setSourceIp(true)));
    }
    return action.build();
  }
}
