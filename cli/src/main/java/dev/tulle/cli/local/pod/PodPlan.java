package dev.tulle.cli.local.pod;

import dev.tulle.cli.local.pod.ContainerRun.Phase;
import dev.tulle.cli.local.pod.ContainerRun.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is to be done next in a pod that is not being deleted, by a kubelet's rules. Pure: the same
/// state and time give the same plan.
///
/// @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/">Pod
///     lifecycle</a>
record PodPlan(List<Step> steps, Optional<Instant> wake, Outcome outcome) {

  /// One thing to do, for one container.
  sealed interface Step {
    String container();

    record Start(String container) implements Step {}

    /// It has ended, and waits until a time before it starts again.
    record HoldBack(String container, Instant until) implements Step {}

    /// A sidecar that nothing needs any more.
    record Stop(String container) implements Step {}
  }

  /// Whether the pod has come to its end.
  enum Outcome {
    ONGOING,
    SUCCEEDED,
    FAILED
  }

  static PodPlan next(PodRun pod, Instant now) {
    return end(pod).map(outcome -> finish(pod, outcome)).orElseGet(() -> new Draft(now).plan(pod));
  }

  /// How the pod ends, once none of its containers will do anything more.
  private static Optional<Outcome> end(PodRun pod) {
    var initFailed =
        pod.policy() == PodRun.RestartPolicy.NEVER
            && pod.inits().stream()
                .filter(it -> it.role() == Role.INIT)
                .anyMatch(it -> it.exit().filter(exit -> exit.code() != 0).isPresent());
    if (initFailed) {
      return Optional.of(Outcome.FAILED);
    }
    var mains = pod.mains();
    var done =
        mains.stream()
            .allMatch(it -> it.exit().filter(exit -> !pod.policy().restarts(exit)).isPresent());
    if (!done) {
      return Optional.empty();
    }
    return Optional.of(
        mains.stream().allMatch(it -> it.exit().filter(exit -> exit.code() == 0).isPresent())
            ? Outcome.SUCCEEDED
            : Outcome.FAILED);
  }

  /// Sidecars end one after the other, the last one first.
  private static PodPlan finish(PodRun pod, Outcome outcome) {
    for (var sidecar : pod.sidecars().reversed()) {
      if (sidecar.phase() instanceof Phase.Running) {
        return new PodPlan(
            List.of(new Step.Stop(sidecar.name())), Optional.empty(), Outcome.ONGOING);
      }
      if (sidecar.active()) {
        return new PodPlan(List.of(), Optional.empty(), Outcome.ONGOING);
      }
    }
    return new PodPlan(List.of(), Optional.empty(), outcome);
  }

  /// A plan in the making, at one moment.
  private static final class Draft {
    private final Instant now;
    private final List<Step> steps = new ArrayList<>();
    private Optional<Instant> wake = Optional.empty();

    Draft(Instant now) {
      this.now = now;
    }

    PodPlan plan(PodRun pod) {
      if (initialised(pod)) {
        for (var main : pod.mains()) {
          if (main.exit().filter(exit -> !pod.policy().restarts(exit)).isEmpty()) {
            start(main);
          }
        }
      }
      return new PodPlan(List.copyOf(steps), wake, Outcome.ONGOING);
    }

    /// Goes through the init containers and sidecars in order; true if the main ones may run.
    private boolean initialised(PodRun pod) {
      var begun = pod.mains().stream().anyMatch(it -> it.attempts() > 0);
      for (var init : pod.inits()) {
        var passed =
            switch (init.role()) {
              case INIT -> init.exit().filter(exit -> exit.code() == 0).isPresent();
              case SIDECAR -> init.active() && init.started();
              case MAIN -> true;
            };
        if (init.role() == Role.SIDECAR || !begun) {
          if (!passed) {
            start(init);
          }
          if (!passed && !begun) {
            return false;
          }
        }
      }
      return true;
    }

    private void start(ContainerRun container) {
      switch (container.phase()) {
        case Phase.Running _, Phase.Stopping _ -> {}
        case Phase.Waiting waiting -> startFrom(container.name(), waiting.until());
        case Phase.Done(Exit exit) -> {
          var from = container.backOff().startAt(exit.finished());
          if (from.isAfter(now)) {
            steps.add(new Step.HoldBack(container.name(), from));
          }
          startFrom(container.name(), from);
        }
      }
    }

    private void startFrom(String container, Instant from) {
      if (from.isAfter(now)) {
        wake = Optional.of(wake.filter(from::isAfter).orElse(from));
      } else {
        steps.add(new Step.Start(container));
      }
    }
  }
}
