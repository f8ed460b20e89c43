package dev.tulle.cli.local.controller;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// `2 of 3 replicas ready; pod my-app-abc is not ready: container main exited with code 1`: how
/// many are ready, and why the first that isn't is not, one in trouble before one that waits.
record ReadyWords(List<PodTrouble> troubles) {

  static ReadyWords of(Stream<ObservedPod> pods, Instant now) {
    return new ReadyWords(pods.flatMap(p -> PodTrouble.of(p, now).stream()).toList());
  }

  String words(Replicas figures) {
    var words = figures.ready() + " of " + figures.desired() + " replicas ready";
    if (figures.ready() > figures.available()) {
      words += ", " + figures.available() + " of them for minReadySeconds";
    }
    return words + first().map(t -> "; " + t.sentence()).orElse("");
  }

  /// One finding for a workload whose pods are in trouble: many replicas fail for one reason.
  List<Finding> findings(ObjectName workload) {
    return first().filter(t -> !t.waits()).map(t -> t.finding(workload)).stream().toList();
  }

  /// When a pod has been waited for long enough to be worth a finding.
  Optional<Instant> due() {
    return troubles.stream().flatMap(t -> t.due().stream()).min(Instant::compareTo);
  }

  private Optional<PodTrouble> first() {
    return troubles.stream()
        .filter(t -> !t.waits())
        .findFirst()
        .or(() -> troubles.stream().findFirst());
  }
}
