package dev.tulle.core.xds;

import dev.tulle.core.ir.PathMatch;
import dev.tulle.core.ir.RouteFilter;
import dev.tulle.core.ir.Upstream;
import io.envoyproxy.envoy.config.core.v3.RuntimeFractionalPercent;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteAction.RequestMirrorPolicy;
import io.envoyproxy.envoy.type.v3.FractionalPercent;
import io.envoyproxy.envoy.type.v3.FractionalPercent.DenominatorType;
import java.util.function.Function;

/// Renders what a route does besides choosing where requests go.
final class RouteFilters {

  private RouteFilters() {}

  static void apply(
      Route.Builder route,
      PathMatch match,
      RouteFilter filter,
      Function<Upstream, String> cluster) {
    switch (filter) {
      case RouteFilter.RequestHeaders(var change) ->
          route
              .addAllRequestHeadersToAdd(HeaderChanges.additions(change))
              .addAllRequestHeadersToRemove(change.remove());
      case RouteFilter.ResponseHeaders(var change) ->
          route
              .addAllResponseHeadersToAdd(HeaderChanges.additions(change))
              .addAllResponseHeadersToRemove(change.remove());
      case RouteFilter.Cors cors ->
          route.putTypedPerFilterConfig(CorsFilter.NAME, Protos.any(CorsFilter.policy(cors)));
      case RouteFilter.ExternalAuth auth ->
          route.putTypedPerFilterConfig(
              ExternalAuthFilter.NAME, Protos.any(ExternalAuthFilter.ask(auth, cluster)));
      case RouteFilter.Persist _ ->
          throw new IllegalArgumentException("not for all of a route's requests: " + filter);
      case RouteFilter.Rewrite rewrite -> {
        if (route.hasRoute()) {
          rewrite(route.getRouteBuilder(), match, rewrite);
        }
      }
      case RouteFilter.Mirror mirror -> {
        if (route.hasRoute()) {
          route.getRouteBuilder().addRequestMirrorPolicies(mirror(mirror, cluster));
        }
      }
    }
  }

  private static void rewrite(
      RouteAction.Builder action, PathMatch match, RouteFilter.Rewrite rewrite) {
    rewrite.host().ifPresent(action::setHostRewriteLiteral);
    rewrite
        .path()
        .ifPresent(
            change -> {
              switch (PathRewrite.of(match, change)) {
                case PathRewrite.Prefix(var replacement) -> action.setPrefixRewrite(replacement);
                case PathRewrite.Regex(var regex) -> action.setRegexRewrite(regex);
                case PathRewrite.Nothing() -> {}
              }
            });
  }

  /// With the Host header of the request itself, to which Envoy would add `-shadow`.
  private static RequestMirrorPolicy mirror(
      RouteFilter.Mirror mirror, Function<Upstream, String> cluster) {
    var share =
        FractionalPercent.newBuilder()
            .setNumerator(mirror.perMillion())
            .setDenominator(DenominatorType.MILLION);
    return RequestMirrorPolicy.newBuilder()
        .setCluster(cluster.apply(mirror.backend().upstream()))
        .setRuntimeFraction(RuntimeFractionalPercent.newBuilder().setDefaultValue(share))
        .setDisableShadowHostSuffixAppend(true)
        .build();
  }
}
