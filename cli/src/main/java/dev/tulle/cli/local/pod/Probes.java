package dev.tulle.cli.local.pod;

import io.fabric8.kubernetes.api.model.Container;
import java.time.Clock;
import java.util.function.Consumer;

/// The probes of a pod's containers.
final class Probes {

  /// What is probed: one run of a container.
  record Target(Container container, Attempt attempt, String address) {}

  Probes(Consumer<PodEvent> post, Clock clock) {}

  void start(Target target, ContainerRun run) {}

  void stop(String container) {}

  void stopAllBut(ProbeCounter.Purpose purpose) {}

  void stopAll() {}
}
