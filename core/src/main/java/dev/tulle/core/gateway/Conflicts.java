package dev.tulle.core.gateway;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What routes are told of which several want the same: who gets nothing of it, and who has it
/// all. Each is told once, however much it is that two routes have in common.
final class Conflicts {

  private static final String REASON = "Conflicted";
  private static final String CURE = "remove one of the two";

  private record Pair(ObjectName winner, ObjectName loser) {}

  private final Set<Pair> pairs = new HashSet<>();
  private final Set<ObjectName> winners = new HashSet<>();
  private final List<Finding> findings = new ArrayList<>();

  /// `field` is the one of either that asks for `what`.
  void lost(ObjectName loser, ObjectName winner, String field, String what) {
    if (loser.equals(winner) || !pairs.add(new Pair(winner, loser))) {
      return;
    }
    findings.add(
        Findings.warning(
            loser,
            field,
            REASON,
            "gets nothing of %s, which goes to %s, which was there first".formatted(what, winner),
            CURE));
    if (winners.add(winner)) {
      findings.add(
          Findings.warning(
              winner,
              field,
              REASON,
              "has all of %s; %s wants it too and gets nothing".formatted(what, loser),
              CURE));
    }
  }

  List<Finding> findings() {
    return findings;
  }
}
