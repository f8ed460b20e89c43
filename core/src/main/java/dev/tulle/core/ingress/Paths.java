package dev.tulle.core.ingress;

import dev.tulle.core.ir.PathMatch;
import java.util.List;

/// Says what looks odd in the path of a rule, and in which order paths are tried.
final class Paths {

  private static final List<String> PATTERN_SIGNS = List.of("*", "(", ")", "[", "]", "^", "$", "|");

  private Paths() {}

  /// Whether it looks as if meant as a pattern, which no path of ours is.
  static boolean looksLikePattern(String path) {
    return PATTERN_SIGNS.stream().anyMatch(path::contains);
  }

  /// The longest path first; of two of one length the exact one, then the one of whole elements.
  static int precedence(PathMatch one, PathMatch other) {
    int byLength = Integer.compare(other.path().length(), one.path().length());
    if (byLength != 0) {
      return byLength;
    }
    int byType = Integer.compare(rank(one), rank(other));
    return byType != 0 ? byType : one.path().compareTo(other.path());
  }

  private static int rank(PathMatch match) {
    return switch (match) {
      case PathMatch.Exact _ -> 0;
      case PathMatch.Prefix _ -> 1;
      case PathMatch.Start _ -> 2;
      case PathMatch.Regex _ -> 3;
    };
  }
}
