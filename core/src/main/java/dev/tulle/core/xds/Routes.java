package dev.tulle.core.xds;

import static dev.tulle.core.xds.Protos.number;
import static dev.tulle.core.xds.Protos.seconds;

import dev.tulle.core.ir.Backend;
import dev.tulle.core.ir.RouteAction;
import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy.RetryHostPredicate;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction.HashPolicy;
import io.envoyproxy.envoy.config.route.v3.RouteAction.HashPolicy.ConnectionProperties;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;

/// Renders a route: what it matches and what becomes of it.
final class Routes {

  private static final int BROKEN_BACKEND = 500;
  private static final int RETRIES = 2;
  private static final int HOST_ATTEMPTS = 5;

  /// What cannot have had an effect: no connection, a stream the server did not take up, a
  /// connection lost before the request's headers were written.
  private static final RetryPolicy RETRY_ELSEWHERE =
      RetryPolicy.newBuilder()
          .setRetryOn("connect-failure,refused-stream,reset-before-request")
          .setNumRetries(number(RETRIES))
          .addRetryHostPredicate(
              RetryHostPredicate.newBuilder()
                  .setName("envoy.retry_host_predicates.previous_hosts")
                  .setTypedConfig(Protos.any(PreviousHostsPredicate.getDefaultInstance())))
          .setHostSelectionRetryMaxAttempts(HOST_ATTEMPTS)
          .build();

  private Routes() {}

  static Route render(dev.tulle.core.ir.Route route) {
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
    var action =
        io.envoyproxy.envoy.config.route.v3.RouteAction.newBuilder()
            .setCluster(Names.cluster(to.port()))
            .setTimeout(seconds(0))
            .setRetryPolicy(RETRY_ELSEWHERE);
    switch (to.affinity()) {
      case NONE -> {}
      case CLIENT_ADDRESS ->
          action.addHashPolicy(
              HashPolicy.newBuilder()
                  .setConnectionProperties(ConnectionProperties.newBuilder().setSourceIp(true)));
    }
    return Route.newBuilder().setMatch(match).setRoute(action).build();
  }
}
