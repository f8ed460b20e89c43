package dev.tulle.core.ir;

import java.util.List;
import java.util.Optional;

/// What becomes of a request that a route matches.
public sealed interface RouteAction {

  /// It is sent to one of these, each as often as its weight says. Where no weight is above zero,
  /// it is answered with an error.
  record Forward(List<Share> shares, Timeouts timeouts, Optional<Retry> retry)
      implements RouteAction {
    public Forward {
      shares = List.copyOf(shares);
    }

    /// Whether any request gets further than this proxy.
    public boolean reachesAnything() {
      return shares.stream()
          .anyMatch(share -> share.weight() > 0 && share.backend() instanceof Backend.To);
    }

    public static Forward to(Backend backend) {
      return new Forward(
          List.of(new Share(backend, 1, List.of())), Timeouts.NONE, Optional.empty());
    }
  }

  /// A part of the requests of a route, and what is done with them alone: header changes, and
  // sessions.
  record Share(Backend backend, int weight, List<RouteFilter> filters) {
    public Share {
      filters = List.copyOf(filters);
    }
  }

  /// The client is sent elsewhere. What is empty stays as the request has it; `port` is the one
  /// that the location names.
  record Redirect(
      Optional<String> scheme,
      Optional<String> host,
      Optional<Integer> port,
      Optional<PathChange> path,
      int status)
      implements RouteAction {}

  /// It is answered by the proxy with a status code.
  record Respond(int status) implements RouteAction {}
}
