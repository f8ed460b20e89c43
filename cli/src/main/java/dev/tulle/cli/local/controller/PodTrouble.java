package dev.tulle.cli.local.controller;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.Severity;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Why a pod isn't ready, in words, read from its status. `waits` is true while that is only to be
/// expected: it starts, or its init containers run.
record PodTrouble(ObjectName pod, String reason, String words, boolean waits) {

  private static final Set<String> STARTING = Set.of("ContainerCreating", "PodInitializing", "");

  /// Of a pod that isn't ready, or has failed; empty for one that is as it should be.
  static Optional<PodTrouble> of(ObservedPod pod) {
    if (pod.ready() || pod.phase() == ObservedPod.Phase.SUCCEEDED) {
      return Optional.empty();
    }
    if (pod.terminating()) {
      return Optional.of(new PodTrouble(pod.name(), "Terminating", "is terminating", true));
    }
    var status = Fields.or(pod.pod().getStatus(), new PodStatus());
    var found =
        Stream.concat(
                Fields.list(status.getInitContainerStatuses()).stream()
                    .map(c -> container(pod.name(), "init container", c)),
                Fields.list(status.getContainerStatuses()).stream()
                    .map(c -> container(pod.name(), "container", c)))
            .flatMap(Optional::stream)
            .findFirst()
            .or(() -> phase(pod, status))
            .or(() -> condition(pod, status));
    return Optional.of(
        found.orElseGet(() -> new PodTrouble(pod.name(), "Starting", "is starting", true)));
  }

  /// A sentence's part: `pod my-app-abc: readiness probe fails: connection refused`.
  String sentence() {
    return "pod " + pod.name() + " " + words;
  }

  Finding finding(ObjectName workload) {
    return new Finding(
        Severity.WARNING,
        workload,
        "",
        reason,
        "Pod " + pod.name() + " " + words + ".",
        "See what it says with: ./tulle logs " + pod.name());
  }

  private static Optional<PodTrouble> container(ObjectName pod, String what, ContainerStatus at) {
    var state = Fields.or(at.getState(), new ContainerState());
    var before = Fields.or(at.getLastState(), new ContainerState()).getTerminated();
    var who = what + " " + Fields.text(at.getName());
    if (state.getTerminated() != null) {
      var ended = state.getTerminated();
      return Fields.or(ended.getExitCode(), 0) == 0
          ? Optional.empty()
          : Optional.of(new PodTrouble(pod, reason(ended), who + exit(ended, at), false));
    }
    var waiting = state.getWaiting();
    if (waiting == null || STARTING.contains(Fields.text(waiting.getReason()))) {
      return Optional.empty();
    }
    var why = before == null ? said(waiting.getReason(), waiting.getMessage()) : exit(before, at);
    return Optional.of(new PodTrouble(pod, Fields.text(waiting.getReason()), who + why, false));
  }

  private static String exit(ContainerStateTerminated ended, ContainerStatus at) {
    var signal = Fields.or(ended.getSignal(), 0);
    var how =
        signal == 0
            ? " exited with code " + Fields.or(ended.getExitCode(), 0)
            : " was ended by signal " + signal;
    int restarts = Fields.or(at.getRestartCount(), 0);
    var message = Fields.text(ended.getMessage());
    return how
        + (restarts == 0 ? "" : " (" + counted(restarts, "restart") + ")")
        + (message.isEmpty() ? "" : ": " + sentenceless(message));
  }

  private static String reason(ContainerStateTerminated ended) {
    var reason = Fields.text(ended.getReason());
    return reason.isEmpty() ? "Error" : reason;
  }

  private static Optional<PodTrouble> phase(ObservedPod pod, PodStatus status) {
    if (pod.phase() != ObservedPod.Phase.FAILED) {
      return Optional.empty();
    }
    var reason = Fields.text(status.getReason());
    return Optional.of(
        new PodTrouble(
            pod.name(),
            reason.isEmpty() ? "Failed" : reason,
            "failed" + said(reason, status.getMessage()),
            false));
  }

  /// What the conditions say: the first that is false and says why.
  private static Optional<PodTrouble> condition(ObservedPod pod, PodStatus status) {
    return Fields.list(status.getConditions()).stream()
        .filter(c -> "False".equals(c.getStatus()) && !Fields.text(c.getMessage()).isEmpty())
        .findFirst()
        .map(c -> condition(pod, c));
  }

  private static PodTrouble condition(ObservedPod pod, PodCondition condition) {
    var reason = Fields.text(condition.getReason());
    return new PodTrouble(
        pod.name(),
        reason.isEmpty() ? "NotReady" : reason,
        "is not ready: " + sentenceless(condition.getMessage()),
        STARTING.contains(reason));
  }

  private static String said(String reason, String message) {
    var text = Fields.text(message).isEmpty() ? Fields.text(reason) : sentenceless(message);
    return text.isEmpty() ? "" : ": " + text;
  }

  /// A message as part of a sentence: its own full stop would end it too early.
  private static String sentenceless(String message) {
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }

  static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
