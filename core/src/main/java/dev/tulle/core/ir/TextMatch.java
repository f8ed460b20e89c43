package dev.tulle.core.ir;

/// Which values of a header or of a query parameter are meant.
public sealed interface TextMatch {

  record Exact(String value) implements TextMatch {}

  /// The whole value matches this expression of RE2.
  record Regex(String pattern) implements TextMatch {}
}
