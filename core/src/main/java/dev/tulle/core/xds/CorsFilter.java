package dev.tulle.core.xds;

import dev.tulle.core.ir.RouteFilter;
import io.envoyproxy.envoy.extensions.filters.http.cors.v3.Cors;
import io.envoyproxy.envoy.extensions.filters.http.cors.v3.CorsPolicy;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import java.util.stream.Collectors;

/// Answers the questions of browsers on whose behalf pages of other origins ask. Without a policy
/// of the route it does nothing.
final class CorsFilter {

  static final String NAME = "envoy.filters.http.cors";

  static final HttpFilter FILTER =
      HttpFilter.newBuilder()
          .setName(NAME)
          .setTypedConfig(Protos.any(Cors.getDefaultInstance()))
          .build();

  private CorsFilter() {}

  static CorsPolicy policy(RouteFilter.Cors cors) {
    var out =
        CorsPolicy.newBuilder()
            .setAllowMethods(String.join(", ", cors.methods()))
            .setAllowHeaders(String.join(", ", cors.headers()))
            .setExposeHeaders(exposed(cors))
            .setMaxAge(Long.toString(cors.maxAge().toSeconds()))
            .setForwardNotMatchingPreflights(Protos.FALSE);
    cors.origins().forEach(origin -> out.addAllowOriginStringMatch(RouteMatches.text(origin)));
    if (cors.credentials()) {
      out.setAllowCredentials(Protos.TRUE);
    }
    return out.build();
  }

  /// To requests with credentials, a star is the name of a header and no wildcard. For methods and
  /// headers Envoy sees to that itself.
  private static String exposed(RouteFilter.Cors cors) {
    return cors.exposed().stream()
        .filter(name -> !cors.credentials() || !name.equals("*"))
        .collect(Collectors.joining(", "));
  }
}
