package dev.tulle.core.gateway;

import dev.tulle.core.gateway.JudgedListener.Tls;
import dev.tulle.core.status.Condition;
import dev.tulle.core.status.Condition.Truth;
import dev.tulle.core.status.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The conditions of a listener.
final class ListenerConditions {

  private static final String ACCEPTED = "Accepted";
  private static final String PROGRAMMED = "Programmed";
  private static final String RESOLVED = "ResolvedRefs";
  private static final String CONFLICTED = "Conflicted";

  private ListenerConditions() {}

  /// `pending` is what keeps the whole Gateway from being reached.
  static List<Condition> of(JudgedListener listener, Optional<Finding> pending) {
    var conditions = new ArrayList<Condition>();
    conditions.add(Findings.unless(listener.conflict().or(listener::refused), ACCEPTED, ACCEPTED));
    conditions.add(programmed(listener, pending));
    conditions.add(Findings.unless(listener.unresolved(), RESOLVED, RESOLVED));
    conditions.add(
        listener
            .conflict()
            .map(why -> new Condition(CONFLICTED, Truth.TRUE, why.reason(), Findings.text(why)))
            .orElseGet(() -> new Condition(CONFLICTED, Truth.FALSE, "NoConflicts", "")));
    if (!listener.overlapping().isEmpty()) {
      conditions.add(
          new Condition(
              "OverlappingTLSConfig",
              Truth.TRUE,
              "OverlappingHostnames",
              "has hosts in common with "
                  + listener.overlapping().stream()
                      .map(ListenerId::toString)
                      .collect(Collectors.joining(", "))
                  + "; what comes on a connection for another host is answered with 421"));
    }
    return conditions;
  }

  private static Condition programmed(JudgedListener listener, Optional<Finding> pending) {
    if (listener.conflict().isPresent()) {
      return Findings.no(PROGRAMMED, listener.conflict().get());
    }
    var wrong =
        listener.tls() instanceof Tls.Unusable
            ? listener.refused().or(() -> listener.unresolved().stream().findFirst())
            : listener.refused();
    if (wrong.isPresent()) {
      return new Condition(PROGRAMMED, Truth.FALSE, "Invalid", Findings.text(wrong.get()));
    }
    return pending
        .map(why -> new Condition(PROGRAMMED, Truth.FALSE, "Pending", Findings.text(why)))
        .orElseGet(() -> Findings.yes(PROGRAMMED, PROGRAMMED));
  }
}
