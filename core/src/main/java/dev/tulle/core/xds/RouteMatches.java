package dev.tulle.core.xds;

import dev.tulle.core.ir.PathMatch;
import dev.tulle.core.ir.RouteMatch.Field;
import dev.tulle.core.ir.TextMatch;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.QueryParameterMatcher;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;

/// Renders which requests a route takes.
final class RouteMatches {

  private RouteMatches() {}

  static RouteMatch.Builder render(dev.tulle.core.ir.RouteMatch match) {
    var out = path(match.path());
    match.method().ifPresent(method -> out.addHeaders(header(":method", exact(method))));
    for (var field : match.headers()) {
      out.addHeaders(header(field.name(), text(field.value())));
    }
    for (Field field : match.parameters()) {
      out.addQueryParameters(
          QueryParameterMatcher.newBuilder()
              .setName(field.name())
              .setStringMatch(text(field.value())));
    }
    return out;
  }

  private static RouteMatch.Builder path(PathMatch match) {
    var out = RouteMatch.newBuilder();
    return switch (match) {
      case PathMatch.Exact(var path) -> out.setPath(path);
      case PathMatch.Start(var path) -> out.setPrefix(path);
      case PathMatch.Prefix(var path) ->
          path.equals("/") ? out.setPrefix(path) : out.setPathSeparatedPrefix(path);
      case PathMatch.Regex(var regex) -> out.setSafeRegex(regex(regex));
    };
  }

  private static HeaderMatcher header(String name, StringMatcher.Builder value) {
    return HeaderMatcher.newBuilder().setName(name).setStringMatch(value).build();
  }

  static StringMatcher.Builder text(TextMatch match) {
    return switch (match) {
      case TextMatch.Exact(var value) -> exact(value);
      case TextMatch.Regex(var regex) -> StringMatcher.newBuilder().setSafeRegex(regex(regex));
    };
  }

  private static StringMatcher.Builder exact(String value) {
    return StringMatcher.newBuilder().setExact(value);
  }

  static RegexMatcher.Builder regex(String regex) {
    return RegexMatcher.newBuilder().setRegex(regex);
  }
}
