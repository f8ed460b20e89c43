package dev.tulle.core.xds;

import static dev.tulle.core.xds.Protos.number;

import dev.tulle.core.ir.HostMatch;
import dev.tulle.core.ir.VirtualHost;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy;
import io.envoyproxy.envoy.config.route.v3.RetryPolicy.RetryHostPredicate;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;
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

  /// All that a virtual host follows from. `others` is what serves hosts that nothing names.
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
    host.routes().forEach(route -> out.addRoutes(Routes.render(route)));
    return out.build();
  }

  private static List<Route> ofDeeperNames(String suffix, VirtualHost others) {
    var deeper = deeperThan(suffix);
    var routes = new ArrayList<Route>();
    for (var route : others.routes()) {
      var rendered = Routes.render(route).toBuilder();
      rendered.getMatchBuilder().addHeaders(deeper);
      routes.add(rendered.build());
    }
    var all = RouteMatch.newBuilder().setPrefix("/").addHeaders(deeper).build();
    routes.add(Routes.respond(all, NOT_FOUND));
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
