package dev.tulle.cli.local.pod;

import dev.tulle.cli.local.pod.ProbeCounter.Purpose;
import java.time.Duration;

/// What may happen to a pod; the pod's own thread takes one after the other.
sealed interface PodEvent {

  record Ended(String container, int attempt, Exit exit) implements PodEvent {}

  /// A probe of a container's present run has come to another result than before.
  record Probed(String container, int attempt, Purpose purpose, boolean passed, String message)
      implements PodEvent {}

  /// The pod is to be deleted; `drained` first, where clients of its endpoints can be waited for.
  record Delete(Duration grace, boolean drain) implements PodEvent {}

  /// The pod is to be let go of, and runs on.
  record Leave() implements PodEvent {}

  /// Its sidecar has come further.
  record Proxied(Sidecars.State state) implements PodEvent {}

  /// Nothing of the pod is left on this machine.
  record Gone() implements PodEvent {}
}
