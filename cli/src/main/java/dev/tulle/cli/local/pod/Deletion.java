package dev.tulle.cli.local.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.time.Instant;

/// When a pod's end was asked for, and the time that it was given.
record Deletion(Instant at, Duration grace) {

  /// The pod with this mark, unless it has one already.
  Pod mark(Pod pod) {
    if (pod.getMetadata().getDeletionTimestamp() != null) {
      return pod;
    }
    return new PodBuilder(pod)
        .editMetadata()
        .withDeletionTimestamp(PodStatuses.time(at))
        .withDeletionGracePeriodSeconds(grace.toSeconds())
        .endMetadata()
        .build();
  }
}
