package dev.tulle.core.xds;

import dev.tulle.core.ir.RouteAction;
import dev.tulle.core.ir.Upstream;
import io.envoyproxy.envoy.config.route.v3.DirectResponseAction;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import java.util.function.Function;

/// Renders a route: what it matches and what becomes of it. `cluster` is the cluster of each
/// upstream.
record Routes(Function<Upstream, String> cluster) {

  static final Routes OF_GATEWAYS = new Routes(Names::cluster);

  private static final int BROKEN_BACKEND = 500;

  Route render(dev.tulle.core.ir.Route route) {
    var path = route.match().path();
    var match = RouteMatches.render(route.match()).build();
    var out =
        switch (route.action()) {
          case RouteAction.Respond(var status) -> respond(match, status);
          case RouteAction.Redirect redirect ->
              Route.newBuilder().setMatch(match).setRedirect(Redirects.render(path, redirect));
          case RouteAction.Forward forward ->
              new Forwards(cluster)
                  .render(forward)
                  .map(action -> Route.newBuilder().setMatch(match).setRoute(action))
                  .orElseGet(() -> respond(match, BROKEN_BACKEND));
        };
    route.filters().forEach(filter -> RouteFilters.apply(out, path, filter, cluster));
    return out.setMetadata(Provenance.of(route.origin())).build();
  }

  static Route.Builder respond(RouteMatch match, int status) {
    return Route.newBuilder()
        .setMatch(match)
        .setDirectResponse(DirectResponseAction.newBuilder().setStatus(status));
  }
}
