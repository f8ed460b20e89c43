package dev.tulle.core.ir;

/// Which requests a route takes, by their path.
public sealed interface RouteMatch {

  String path();

  /// The path is this one.
  record Exact(String path) implements RouteMatch {}

  /// The path is this one or lies below it, by whole path elements. Never ends in a slash, except
  /// for `/` itself, which takes every path.
  record Prefix(String path) implements RouteMatch {}

  /// The path begins with this text.
  record Start(String path) implements RouteMatch {}
}
