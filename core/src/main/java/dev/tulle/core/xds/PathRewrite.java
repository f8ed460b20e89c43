package dev.tulle.core.xds;

import dev.tulle.core.ir.PathChange;
import dev.tulle.core.ir.PathMatch;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatchAndSubstitute;

/// How Envoy is told to change a path. A prefix is replaced sign by sign, not by path elements, so
/// that a prefix that goes away would leave two slashes, and one that is put before all paths none.
sealed interface PathRewrite {

  record Prefix(String replacement) implements PathRewrite {}

  record Regex(RegexMatchAndSubstitute rewrite) implements PathRewrite {}

  /// It stays as it is.
  record Nothing() implements PathRewrite {}

  static PathRewrite of(PathMatch match, PathChange change) {
    return switch (change) {
      case PathChange.Full(var path) -> regex("^/.*", path);
      case PathChange.Prefix(var path) -> {
        boolean all = match.equals(PathMatch.ALL);
        if (path.isEmpty()) {
          yield all ? new Nothing() : regex("^" + quoted(match.path()) + "/?", "/");
        }
        yield new Prefix(all ? path + "/" : path);
      }
    };
  }

  private static PathRewrite regex(String pattern, String replacement) {
    return new Regex(
        RegexMatchAndSubstitute.newBuilder()
            .setPattern(RouteMatches.regex(pattern))
            .setSubstitution(replacement.replace("\\", "\\\\"))
            .build());
  }

  private static String quoted(String path) {
    return path.replaceAll("[\\\\.+*?()\\[\\]{}|^$]", "\\\\$0");
  }
}
