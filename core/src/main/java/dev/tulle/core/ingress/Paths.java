package dev.tulle.core.ingress;

import dev.tulle.core.ir.PathMatch;
import java.util.List;
import java.util.Locale;

/// Reads the path of a rule, and says in which order paths are tried.
final class Paths {

  private static final List<String> NEVER_REQUESTED = List.of("//", "/./", "/../", "%2f");
  private static final List<String> PATTERN_SIGNS = List.of("*", "(", ")", "[", "]", "^", "$", "|");

  private Paths() {}

  /// What is wrong with a path, or empty.
  static String problem(String path) {
    if (!path.startsWith("/")) {
      return "does not begin with a slash";
    }
    if (path.indexOf('?') >= 0 || path.indexOf('#') >= 0) {
      return "holds a query or a fragment, which paths do not have";
    }
    if (path.chars().anyMatch(sign -> sign <= ' ' || sign == 0x7f)) {
      return "holds a space or a control character";
    }
    var lower = path.toLowerCase(Locale.ROOT);
    boolean dots = lower.endsWith("/..") || lower.endsWith("/.");
    return dots || NEVER_REQUESTED.stream().anyMatch(lower::contains)
        ? "is not in its normal form, so that no request ever has it"
        : "";
  }

  /// Whether it looks as if meant as a pattern, which no path of ours is.
  static boolean looksLikePattern(String path) {
    return PATTERN_SIGNS.stream().anyMatch(path::contains);
  }

  /// By whole elements; a slash at the end is of no account.
  static PathMatch prefix(String path) {
    int end = path.length();
    while (end > 1 && path.charAt(end - 1) == '/') {
      end--;
    }
    return new PathMatch.Prefix(path.substring(0, end));
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
