package dev.tulle.core.ir;

import java.util.List;
import java.util.Locale;

/// Which paths a route takes, without their query.
public sealed interface PathMatch {

  /// Every path.
  PathMatch ALL = new Prefix("/");

  String path();

  /// The path is this one.
  record Exact(String path) implements PathMatch {}

  /// The path is this one or lies below it, by whole path elements. Never ends in a slash, except
  /// for `/` itself, which takes every path.
  record Prefix(String path) implements PathMatch {}

  /// The path begins with this text.
  record Start(String path) implements PathMatch {}

  /// The whole path matches this expression of RE2.
  record Regex(String path) implements PathMatch {}

  /// By whole elements; a slash at the end is of no account.
  static PathMatch prefixed(String path) {
    int end = path.length();
    while (end > 1 && path.charAt(end - 1) == '/') {
      end--;
    }
    return new Prefix(path.substring(0, end));
  }

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
    return dots || List.of("//", "/./", "/../", "%2f").stream().anyMatch(lower::contains)
        ? "is not in its normal form, so that no request ever has it"
        : "";
  }
}
