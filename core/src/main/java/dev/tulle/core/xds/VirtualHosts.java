package dev.tulle.core.xds;

import dev.tulle.core.ir.HostMatch;
import dev.tulle.core.ir.VirtualHost;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.ArrayList;
import java.util.List;

/// Renders the routes of one host.
///
/// Envoy's wildcard takes any number of labels and Kubernetes' takes one. So a wildcard host begins
/// with routes for names with more labels, which are nobody's: they get what any host gets.
final class VirtualHosts {

  private static final int NOT_FOUND = 404;

  private static final RetryPolicy RETRY_ELSEWHERE = Retries.elsewhere(Retries.OF_GATEWAYS);

  /// All that a virtual host follows from. `others` is what serves hosts that nothing names, where
  /// that counts.
  record Input(VirtualHost host, VirtualHost others) {}

  private VirtualHosts() {}

  static io.envoyproxy.envoy.config.route.v3.VirtualHost render(Input input) {
    var host = input.host();
    var name = Names.virtualHost(host.host());
    var out =
        io.envoyproxy.envoy.config.route.v3.VirtualHost.newBuilder()
            .setName(name)
            .addDomains(name)
            .setRetryPolicy(RETRY_ELSEWHERE);
    if (host.host() instanceof HostMatch.Wildcard(var suffix)) {
      out.addAllRoutes(ofDeeperNames(suffix, input.others()));
    }
    host.routes().forEach(route -> out.addRoutes(Routes.OF_GATEWAYS.render(route)));
    return out.build();
  }

  private static List<Route> ofDeeperNames(String suffix, VirtualHost others) {
    var deeper = deeperThan(suffix);
    var routes = new ArrayList<Route>();
    for (var route : others.routes()) {
      var rendered = Routes.OF_GATEWAYS.render(route).toBuilder();
      rendered.getMatchBuilder().addHeaders(deeper);
      routes.add(rendered.build());
    }
    var all = RouteMatch.newBuilder().setPrefix("/").addHeaders(deeper).build();
    routes.add(Routes.respond(all, NOT_FOUND).build());
    return routes;
  }

  /// Counts labels and holds no part of the name, which Envoy has matched by then.
  private static HeaderMatcher deeperThan(String suffix) {
    long labels = suffix.chars().filter(sign -> sign == '.').count() + 1;
    var regex = RegexMatcher.newBuilder().setRegex("([^.]+\\.){" + (labels + 1) + ",}[^.]+\\.?");
    return HeaderMatcher.newBuilder()
        .setName(":authority")
        .setStringMatch(StringMatcher.newBuilder().setSafeRegex(regex))
        .build();
  }
}
