package dev.tulle.core.gateway;

import dev.tulle.core.ir.RetryBudget;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Condition;
import dev.tulle.core.status.Finding;
import java.util.List;
import java.util.Optional;

/// An XBackendTrafficPolicy, judged: what it asks for, where that can be had.
record TrafficPolicy(
    ObjectName name,
    String created,
    List<PolicyTarget> targets,
    Optional<RetryBudget> retries,
    Optional<SessionTerms> sessions,
    Optional<Finding> refused,
    List<Finding> others)
    implements Policy<TrafficPolicy> {

  TrafficPolicy {
    targets = List.copyOf(targets);
    others = List.copyOf(others);
  }

  @Override
  public List<Condition> conditions() {
    return List.of();
  }

  /// Envoy knows of no interval.
  @Override
  public String note() {
    return retries
        .map(
            budget ->
                budget.percent()
                    + "% of the active requests of each proxy may be retries, and "
                    + budget.least()
                    + " always; budget.interval has no effect")
        .orElse("");
  }

  @Override
  public String conflictCure() {
    return "remove one of the two";
  }

  @Override
  public TrafficPolicy refusedFor(Finding why) {
    return new TrafficPolicy(name, created, targets, retries, sessions, Optional.of(why), others);
  }
}
