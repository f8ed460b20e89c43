package dev.tulle.core.gateway;

import dev.tulle.core.ir.PathChange;
import dev.tulle.core.ir.PathMatch;
import dev.tulle.core.ir.RouteMatch;
import dev.tulle.core.world.Given;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPPathModifier;
import java.util.List;
import java.util.Optional;

/// Reads what becomes of a path in a redirect or a rewrite.
final class PathChangeReader {

  private final RouteJudgement judgement;

  PathChangeReader(RouteJudgement judgement) {
    this.judgement = judgement;
  }

  /// A path begins with a slash, whether or not it is written.
  Optional<PathChange> read(String field, HTTPPathModifier given, List<RouteMatch> matches) {
    var type = Given.text(given.getType());
    var full = Given.text(given.getReplaceFullPath());
    var prefix = Given.text(given.getReplacePrefixMatch());
    if (!HeaderNames.isValidValue(full + prefix)) {
      judgement.refuse(
          field, "writes a path with control characters", "write printable characters only");
      return Optional.empty();
    }
    return switch (type) {
      case "ReplaceFullPath" -> Optional.of(new PathChange.Full(rooted(full)));
      case "ReplacePrefixMatch" -> prefix(field, rooted(prefix), matches);
      default -> {
        judgement.refuse(
            field + ".type",
            "changes paths by \"" + Given.brief(type) + "\", which does not exist",
            "write ReplaceFullPath or ReplacePrefixMatch");
        yield Optional.empty();
      }
    };
  }

  private Optional<PathChange> prefix(String field, String path, List<RouteMatch> matches) {
    if (!matches.stream().allMatch(match -> match.path() instanceof PathMatch.Prefix)) {
      judgement.refuse(
          field + ".type",
          "replaces the prefix of paths, and not all matches of the rule are by PathPrefix",
          "match by PathPrefix, or write ReplaceFullPath");
      return Optional.empty();
    }
    var whole = PathMatch.prefixed(path);
    return Optional.of(new PathChange.Prefix(whole.equals(PathMatch.ALL) ? "" : whole.path()));
  }

  private static String rooted(String path) {
    return path.startsWith("/") ? path : "/" + path;
  }
}
