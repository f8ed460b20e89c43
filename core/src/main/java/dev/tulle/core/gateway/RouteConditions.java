package dev.tulle.core.gateway;

import dev.tulle.core.status.Condition;
import dev.tulle.core.status.Condition.Truth;
import java.util.ArrayList;
import java.util.List;

/// The conditions of a route with respect to a parent that takes it, from what was read of it.
final class RouteConditions {

  static final String ACCEPTED = "Accepted";
  static final String RESOLVED_REFS = "ResolvedRefs";
  private static final String PARTIALLY_INVALID = "PartiallyInvalid";

  private RouteConditions() {}

  /// Whether anything of the route is in force.
  static boolean isAccepted(HttpRules rules) {
    return rules.refused().isEmpty() || !rules.rules().isEmpty();
  }

  static List<Condition> of(HttpRules rules) {
    var conditions = new ArrayList<Condition>();
    conditions.add(
        isAccepted(rules)
            ? Findings.yes(ACCEPTED, ACCEPTED)
            : Findings.unless(rules.refused(), ACCEPTED, ACCEPTED));
    conditions.add(Findings.unless(rules.unresolved(), RESOLVED_REFS, RESOLVED_REFS));
    if (isAccepted(rules) && !rules.refused().isEmpty()) {
      var first = rules.refused().getFirst();
      conditions.add(
          new Condition(
              PARTIALLY_INVALID,
              Truth.TRUE,
              first.reason(),
              "Dropped Rule: " + Findings.text(first)));
    }
    return conditions;
  }
}
