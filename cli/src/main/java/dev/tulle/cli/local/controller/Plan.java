package dev.tulle.cli.local.controller;

import dev.tulle.core.status.ObjectStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What one controller decided for one object: what to do now, what to tell, and when to look again
/// though nothing changes. `ended` is set for a Job that has finished.
record Plan(
    List<Action> actions,
    ObjectStatus status,
    Replicas replicas,
    Optional<Instant> next,
    Optional<JobEnd> ended) {

  Plan {
    actions = List.copyOf(actions);
  }

  Plan(List<Action> actions, ObjectStatus status, Replicas replicas, Optional<Instant> next) {
    this(actions, status, replicas, next, Optional.empty());
  }
}
