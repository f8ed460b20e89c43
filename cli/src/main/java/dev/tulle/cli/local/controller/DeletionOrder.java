package dev.tulle.cli.local.controller;

import java.util.Comparator;

/// Which of a workload's pods go first when there are too many, as in Kubernetes: not running
/// before running, not ready before ready, cheaper before dearer (`pod-deletion-cost`), ready for
/// a shorter time, restarted more often, newer. Names decide the rest, so the order is total.
final class DeletionOrder {

  static final String COST = "controller.kubernetes.io/pod-deletion-cost";

  static final Comparator<ObservedPod> FIRST_TO_GO =
      Comparator.comparing(ObservedPod::phase)
          .thenComparing(ObservedPod::ready)
          .thenComparingInt(DeletionOrder::cost)
          .thenComparing(ObservedPod::readySince, Comparator.reverseOrder())
          .thenComparing(Comparator.comparingInt(ObservedPod::restarts).reversed())
          .thenComparing(ObservedPod::created, Comparator.reverseOrder())
          .thenComparing(ObservedPod::name);

  private DeletionOrder() {}

  private static int cost(ObservedPod pod) {
    try {
      return Integer.parseInt(pod.annotation(COST));
    } catch (NumberFormatException e) {
      return 0; // unset, or not a number: Kubernetes takes it as 0 too
    }
  }
}
