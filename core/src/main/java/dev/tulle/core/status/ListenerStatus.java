package dev.tulle.core.status;

import java.util.List;

/// What became of one listener of a Gateway or a ListenerSet.
public record ListenerStatus(
    String name, List<RouteKind> supportedKinds, int attachedRoutes, List<Condition> conditions) {

  /// A kind of route with its API group.
  public record RouteKind(String group, String kind) {}

  public ListenerStatus {
    supportedKinds = List.copyOf(supportedKinds);
    conditions = List.copyOf(conditions);
  }
}
