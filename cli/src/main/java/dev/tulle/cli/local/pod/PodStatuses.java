package dev.tulle.cli.local.pod;

import dev.tulle.cli.local.pod.ContainerRun.Phase;
import dev.tulle.cli.local.pod.ContainerRun.Role;
import dev.tulle.cli.local.pod.PodPlan.Outcome;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The status that a kubelet would report of a pod. Pure: follows from the pod, its run and a time.
final class PodStatuses {

  private PodStatuses() {}

  static PodStatus of(PodPlace place, PodRun run, Outcome outcome, Instant now) {
    var pod = place.pod();
    var former = pod.getStatus() == null ? new PodStatus() : pod.getStatus();
    var start = former.getStartTime() == null ? time(now) : former.getStartTime();
    var builder =
        new PodStatusBuilder()
            .withPhase(phase(run, outcome))
            .withStartTime(start)
            .withQosClass("BestEffort")
            .withConditions(conditions(former, run, outcome, now))
            .withInitContainerStatuses(statuses(pod.getSpec().getInitContainers(), run.inits()))
            .withContainerStatuses(statuses(pod.getSpec().getContainers(), run.mains()));
    if (!place.addresses().isEmpty()) {
      builder
          .withHostIP(place.hostAddress())
          .addNewHostIP()
          .withIp(place.hostAddress())
          .endHostIP()
          .withPodIP(place.addresses().getFirst())
          .withPodIPs(place.addresses().stream().map(PodIP::new).toList());
    }
    return builder.build();
  }

  private static boolean initialised(PodRun run) {
    return run.inits().stream()
        .allMatch(
            it ->
                it.role() == Role.SIDECAR
                    ? it.started() || it.exit().isPresent()
                    : it.exit().filter(exit -> exit.code() == 0).isPresent());
  }

  private static String phase(PodRun run, Outcome outcome) {
    return switch (outcome) {
      case SUCCEEDED -> "Succeeded";
      case FAILED -> "Failed";
      case ONGOING ->
          run.mains().stream().anyMatch(it -> it.attempts() > 0) ? "Running" : "Pending";
    };
  }

  private static List<PodCondition> conditions(
      PodStatus former, PodRun run, Outcome outcome, Instant now) {
    var result = new ArrayList<PodCondition>();
    var over = outcome != Outcome.ONGOING;
    var unready =
        Stream.concat(run.sidecars().stream(), run.mains().stream())
            .filter(it -> !it.ready())
            .map(ContainerRun::name)
            .toList();
    var why = over ? "PodCompleted" : "ContainersNotReady";
    var which = over ? "" : "containers with unready status: " + unready;
    var initialised = initialised(run) || outcome == Outcome.SUCCEEDED;
    result.add(condition(former, "PodScheduled", true, "", "", now));
    result.add(
        condition(
            former,
            "Initialized",
            initialised,
            "ContainersNotInitialized",
            "init containers have not completed",
            now));
    var ready = !over && initialised && unready.isEmpty();
    result.add(condition(former, "ContainersReady", ready, why, which, now));
    result.add(condition(former, "Ready", ready, why, which, now));
    return result;
  }

  private static PodCondition condition(
      PodStatus former, String type, boolean holds, String reason, String message, Instant now) {
    var status = holds ? "True" : "False";
    var since =
        former.getConditions().stream()
            .filter(it -> it.getType().equals(type) && it.getStatus().equals(status))
            .map(PodCondition::getLastTransitionTime)
            .findFirst()
            .orElse(time(now));
    var builder =
        new PodConditionBuilder().withType(type).withStatus(status).withLastTransitionTime(since);
    return holds ? builder.build() : builder.withReason(reason).withMessage(message).build();
  }

  private static List<ContainerStatus> statuses(List<Container> specs, List<ContainerRun> runs) {
    var result = new ArrayList<ContainerStatus>();
    for (var i = 0; i < specs.size(); i++) {
      result.add(status(specs.get(i), runs.get(i)));
    }
    return result;
  }

  private static ContainerStatus status(Container spec, ContainerRun run) {
    var image = spec.getImage() == null ? "" : spec.getImage();
    var builder =
        new ContainerStatusBuilder()
            .withName(run.name())
            .withImage(image)
            .withImageID("")
            .withRestartCount(run.restarts())
            .withStarted(run.started())
            .withReady(run.role() == Role.INIT ? run.exit().isPresent() : run.ready())
            .withState(state(run.phase()));
    run.last()
        .filter(_ -> run.exit().isEmpty())
        .map(PodStatuses::terminated)
        .ifPresent(builder::withLastState);
    return builder.build();
  }

  private static ContainerState state(Phase phase) {
    return switch (phase) {
      case Phase.Waiting(var reason, var message, var _) ->
          new ContainerStateBuilder()
              .withNewWaiting(message.isEmpty() ? null : message, reason)
              .build();
      case Phase.Running(Instant since) -> running(since);
      case Phase.Stopping(Instant since) -> running(since);
      case Phase.Done(Exit exit) -> terminated(exit);
    };
  }

  private static ContainerState running(Instant since) {
    return new ContainerStateBuilder().withNewRunning(time(since)).build();
  }

  private static ContainerState terminated(Exit exit) {
    return new ContainerStateBuilder()
        .withNewTerminated()
        .withExitCode(exit.code())
        .withReason(exit.reason())
        .withMessage(exit.message().isEmpty() ? null : exit.message())
        .withStartedAt(time(exit.started()))
        .withFinishedAt(time(exit.finished()))
        .endTerminated()
        .build();
  }

  /// What a status tells of how a container's run ended, read back after a restart of Tulle.
  static Optional<Exit> exit(ContainerState state) {
    return Optional.ofNullable(state)
        .map(ContainerState::getTerminated)
        .map(
            it ->
                new Exit(
                    it.getExitCode(),
                    it.getReason(),
                    it.getMessage() == null ? "" : it.getMessage(),
                    Instant.parse(it.getStartedAt()),
                    Instant.parse(it.getFinishedAt())));
  }

  /// Kubernetes' times have whole seconds.
  static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
