package dev.tulle.core.ir;

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
}
