package dev.tulle.cli.local.pod;

import dev.tulle.cli.local.net.PodNetwork;
import dev.tulle.cli.local.pod.ContainerRun.Phase;
import dev.tulle.cli.local.pod.ContainerRun.Role;
import dev.tulle.cli.local.pod.PodPlan.Outcome;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A pod that a former Tulle has left, as its folder and its processes tell: the containers that
/// run go on as they are, ready where they were ready.
record Adopted(
    PodNetwork network, PodRun run, Outcome outcome, Map<String, ContainerProcess> processes) {

  /// Reads what has become of a pod whose network still stands.
  static Adopted read(Machine machine, PodFolder folder, Pod pod, PodNetwork network)
      throws IOException {
    var run = PodRun.created(pod.getSpec());
    var processes = new HashMap<String, ContainerProcess>();
    for (var container : run.containers()) {
      var former = status(pod, container.name());
      var attempt = folder.latest(container.name());
      var exit = attempt.flatMap(it -> it.exit(machine.clock().instant()));
      if (attempt.isPresent() && exit.isEmpty()) {
        processes.put(
            container.name(), new ContainerProcess(attempt.get(), network, machine.clock()));
      }
      var next = restore(container, former, attempt, exit);
      run = run.with(container.name(), _ -> next);
    }
    return new Adopted(network, run, outcome(pod), processes);
  }

  private static ContainerRun restore(
      ContainerRun fresh,
      Optional<ContainerStatus> former,
      Optional<Attempt> attempt,
      Optional<Exit> exit) {
    var last = former.flatMap(it -> PodStatuses.exit(it.getLastState()));
    var ended = former.flatMap(it -> PodStatuses.exit(it.getState())).or(() -> exit);
    var restarts = former.map(ContainerStatus::getRestartCount).orElse(0);
    Phase phase =
        attempt.isEmpty() || exit.isPresent()
            ? ended.<Phase>map(Phase.Done::new).orElse(fresh.phase())
            : new Phase.Running(since(former, attempt.get()));
    var runs = phase instanceof Phase.Running;
    return new ContainerRun(
        fresh.name(),
        fresh.role(),
        phase,
        attempt.map(Attempt::number).orElse(ended.isPresent() ? restarts + 1 : 0),
        last,
        runs && former.map(it -> Boolean.TRUE.equals(it.getStarted())).orElse(false),
        runs
            && former.map(it -> Boolean.TRUE.equals(it.getReady())).orElse(false)
            && fresh.role() != Role.INIT,
        BackOff.NONE);
  }

  /// As it was reported, so that nothing seems to have changed.
  private static Instant since(Optional<ContainerStatus> former, Attempt attempt) {
    return former
        .map(it -> it.getState().getRunning())
        .map(it -> Instant.parse(it.getStartedAt()))
        .or(() -> attempt.written("shim"))
        .orElse(Instant.EPOCH);
  }

  private static Outcome outcome(Pod pod) {
    return switch (pod.getStatus().getPhase()) {
      case "Succeeded" -> Outcome.SUCCEEDED;
      case "Failed" -> Outcome.FAILED;
      default -> Outcome.ONGOING;
    };
  }

  private static Optional<ContainerStatus> status(Pod pod, String name) {
    return Stream.concat(
            pod.getStatus().getInitContainerStatuses().stream(),
            pod.getStatus().getContainerStatuses().stream())
        .filter(it -> it.getName().equals(name))
        .findFirst();
  }
}
