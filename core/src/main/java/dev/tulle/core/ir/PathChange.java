package dev.tulle.core.ir;

/// What becomes of the path of a request; its query stays.
public sealed interface PathChange {

  /// The path is this one from then on.
  record Full(String path) implements PathChange {}

  /// The prefix that the route matched is replaced, by whole path elements; what follows stays.
  /// Without a slash at the end; empty where the prefix is taken away.
  record Prefix(String path) implements PathChange {}
}
