package dev.tulle.core.xds;

import dev.tulle.core.ir.PathChange;
import dev.tulle.core.ir.PathMatch;
import dev.tulle.core.ir.RouteAction.Redirect;
import io.envoyproxy.envoy.config.route.v3.RedirectAction;
import io.envoyproxy.envoy.config.route.v3.RedirectAction.RedirectResponseCode;

/// Renders where a client is sent instead.
final class Redirects {

  private static final int MOVED_PERMANENTLY = 301;
  private static final int SEE_OTHER = 303;
  private static final int TEMPORARY = 307;
  private static final int PERMANENT = 308;

  private Redirects() {}

  static RedirectAction render(PathMatch match, Redirect redirect) {
    var out = RedirectAction.newBuilder().setResponseCode(code(redirect.status()));
    redirect.scheme().ifPresent(out::setSchemeRedirect);
    redirect.host().ifPresent(out::setHostRedirect);
    redirect.port().ifPresent(out::setPortRedirect);
    redirect.path().ifPresent(change -> path(out, match, change));
    return out.build();
  }

  private static void path(RedirectAction.Builder out, PathMatch match, PathChange change) {
    if (change instanceof PathChange.Full(var path)) {
      out.setPathRedirect(path);
      return;
    }
    switch (PathRewrite.of(match, change)) {
      case PathRewrite.Prefix(var replacement) -> out.setPrefixRewrite(replacement);
      case PathRewrite.Regex(var rewrite) -> out.setRegexRewrite(rewrite);
      case PathRewrite.Nothing() -> {}
    }
  }

  private static RedirectResponseCode code(int status) {
    return switch (status) {
      case MOVED_PERMANENTLY -> RedirectResponseCode.MOVED_PERMANENTLY;
      case SEE_OTHER -> RedirectResponseCode.SEE_OTHER;
      case TEMPORARY -> RedirectResponseCode.TEMPORARY_REDIRECT;
      case PERMANENT -> RedirectResponseCode.PERMANENT_REDIRECT;
      default -> RedirectResponseCode.FOUND;
    };
  }
}
