package dev.tulle.core.ir;

/// What becomes of a request that a route matches.
public sealed interface RouteAction {

  record Forward(Backend backend) implements RouteAction {}

  /// It is answered by the proxy with a status code.
  record Respond(int status) implements RouteAction {}
}
