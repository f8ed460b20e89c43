package dev.tulle.cli.local.pod;

import dev.tulle.cli.local.pod.ContainerRun.Phase;
import dev.tulle.cli.local.pod.ProbeCounter.Purpose;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The probes that run for a pod's containers: the startup probe alone until it has passed, then
/// the others. Used by the pod's own thread only.
final class Probes {

  private final Consumer<PodEvent> post;
  private final Clock clock;
  private final Map<String, List<ProbeRunner>> running = new HashMap<>();

  /// What is probed: one run of a container.
  record Target(Container container, Attempt attempt, NodeAgent agent) {}

  Probes(Consumer<PodEvent> post, Clock clock) {
    this.post = post;
    this.clock = clock;
  }

  /// Starts the probes that a container's present state asks for. One that is ready already, having
  /// been taken over, stays so until its probe says otherwise.
  void start(Target target, ContainerRun run) {
    stop(run.name());
    var spec = target.container();
    if (run.started()) {
      start(Purpose.READINESS, spec.getReadinessProbe(), target, run);
      start(Purpose.LIVENESS, spec.getLivenessProbe(), target, run);
    } else {
      start(Purpose.STARTUP, spec.getStartupProbe(), target, run);
    }
  }

  void stop(String container) {
    var runners = running.remove(container);
    if (runners != null) {
      runners.forEach(ProbeRunner::stop);
    }
  }

  void stopAllBut(Purpose purpose) {
    for (var runners : running.values()) {
      runners.stream().filter(it -> it.purpose() != purpose).forEach(ProbeRunner::stop);
    }
  }

  void stopAll() {
    running.values().forEach(runners -> runners.forEach(ProbeRunner::stop));
    running.clear();
  }

  private void start(Purpose purpose, @Nullable Probe probe, Target target, ContainerRun run) {
    if (probe == null) {
      return;
    }
    var timing = ProbeRunner.Timing.of(probe);
    var attempt = target.attempt().number();
    var runner =
        new ProbeRunner(
            purpose,
            timing,
            Check.of(probe, target),
            (passed, message) ->
                post.accept(new PodEvent.Probed(run.name(), attempt, purpose, passed, message)));
    running.computeIfAbsent(run.name(), _ -> new ArrayList<>()).add(runner);
    var passed =
        switch (purpose) {
          case STARTUP -> false;
          case LIVENESS -> true;
          case READINESS -> run.ready();
        };
    runner.start(delay(timing, run), passed);
  }

  private Duration delay(ProbeRunner.Timing timing, ContainerRun run) {
    return run.phase() instanceof Phase.Running(var since)
        ? timing.delay().minus(Duration.between(since, clock.instant()))
        : timing.delay();
  }
}
