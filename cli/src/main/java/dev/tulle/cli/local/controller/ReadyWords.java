package dev.tulle.cli.local.controller;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import java.util.List;
import java.util.Optional;

/// `2 of 3 replicas ready; pod my-app-abc is not ready: readiness probe fails: connection refused`:
/// how many are ready, and why the first that isn't is not, one in trouble before one that waits.
final class ReadyWords {

  private ReadyWords() {}

  static String of(Replicas figures, List<ObservedPod> pods) {
    var words = figures.ready() + " of " + figures.desired() + " replicas ready";
    if (figures.ready() > figures.available()) {
      words += ", " + figures.available() + " of them for minReadySeconds";
    }
    var why = first(pods).map(t -> "; " + t.sentence()).orElse("");
    return words + why;
  }

  /// One finding for a workload whose pods are in trouble: many replicas fail for one reason.
  static List<Finding> findings(ObjectName workload, List<ObservedPod> pods) {
    return first(pods).filter(t -> !t.waits()).map(t -> t.finding(workload)).stream().toList();
  }

  private static Optional<PodTrouble> first(List<ObservedPod> pods) {
    var troubles = pods.stream().flatMap(p -> PodTrouble.of(p).stream()).toList();
    return troubles.stream()
        .filter(t -> !t.waits())
        .findFirst()
        .or(() -> troubles.stream().findFirst());
  }
}
