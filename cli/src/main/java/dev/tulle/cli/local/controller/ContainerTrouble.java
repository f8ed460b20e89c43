package dev.tulle.cli.local.controller;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Probe;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Why one container keeps its pod from being ready; `words` follow the pod's name in a sentence.
/// `patience` is as in `PodTrouble`.
record ContainerTrouble(String reason, String words, String cure, Instant patience) {

  private static final Set<String> STARTING = Set.of("ContainerCreating", "PodInitializing", "");

  /// What all containers of a pod wait for whose sidecar does not come up.
  private static final String PROXY = "ProxyNotReady";

  private static final String WITHOUT_PROXY =
      "Remove the cause; where a log is named it has more. It is tried on. With the label"
          + " `tulle.dev/inject: \"false\"` in its template the pod runs without an Envoy.";

  private static final int SIGNALLED = 128;
  private static final int LAST_SIGNAL = 64;

  /// Of the first container that has something to say, init containers first.
  static Optional<ContainerTrouble> first(ObservedPod pod) {
    var spec = Fields.or(pod.pod().getSpec(), new PodSpec());
    var status = Fields.or(pod.pod().getStatus(), new PodStatus());
    return Stream.concat(
            Fields.list(status.getInitContainerStatuses()).stream()
                .map(c -> of(pod, "init container ", c, spec.getInitContainers())),
            Fields.list(status.getContainerStatuses()).stream()
                .map(c -> of(pod, "container ", c, spec.getContainers())))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<ContainerTrouble> of(
      ObservedPod pod, String kind, ContainerStatus at, @Nullable List<Container> specs) {
    var state = Fields.or(at.getState(), new ContainerState());
    var who = kind + Fields.text(at.getName());
    if (state.getTerminated() != null) {
      return ended(pod, who, state.getTerminated(), at);
    }
    if (state.getWaiting() != null) {
      return waiting(pod, who, state.getWaiting(), at);
    }
    if (state.getRunning() == null || Fields.isTrue(at.getReady())) {
      return Optional.empty();
    }
    var since = Fields.time(state.getRunning().getStartedAt());
    return Fields.list(specs).stream()
        .filter(c -> Fields.text(c.getName()).equals(at.getName()))
        .findFirst()
        .map(c -> running(who, c, at, since));
  }

  private static Optional<ContainerTrouble> ended(
      ObservedPod pod, String who, ContainerStateTerminated ended, ContainerStatus at) {
    if (Fields.or(ended.getExitCode(), 0) == 0) {
      return Optional.empty();
    }
    var reason = Fields.text(ended.getReason());
    if ("StartError".equals(reason)) {
      return Optional.of(stated(pod, who, reason, Fields.text(ended.getMessage())));
    }
    var words = "is not ready: " + who + exit(ended, at);
    return Optional.of(
        new ContainerTrouble(reason.isEmpty() ? "Error" : reason, words, "", Instant.MIN));
  }

  private static Optional<ContainerTrouble> waiting(
      ObservedPod pod, String who, ContainerStateWaiting waiting, ContainerStatus at) {
    var reason = Fields.text(waiting.getReason());
    var before = Fields.or(at.getLastState(), new ContainerState()).getTerminated();
    if (STARTING.contains(reason)) {
      return Optional.empty();
    }
    if (PROXY.equals(reason)) {
      var words = "is not ready: " + PodTrouble.withoutStop(Fields.text(waiting.getMessage()));
      return Optional.of(new ContainerTrouble(reason, words, WITHOUT_PROXY, Instant.MIN));
    }
    if (before == null) {
      return Optional.of(stated(pod, who, reason, Fields.text(waiting.getMessage())));
    }
    if ("StartError".equals(before.getReason())) {
      return Optional.of(stated(pod, who, "StartError", Fields.text(before.getMessage())));
    }
    var words = "is not ready: " + who + exit(before, at);
    return Optional.of(new ContainerTrouble(reason, words, "", Instant.MIN));
  }

  /// A cause that stands in the pod's own YAML, told by the runtime in a sentence with the cure.
  private static ContainerTrouble stated(
      ObservedPod pod, String who, String reason, String message) {
    var subject = "Container " + who.substring(who.lastIndexOf(' ') + 1) + " of " + pod.name();
    var rest = message.startsWith(subject + " ") ? message.substring(subject.length()) : "";
    var words = rest.isEmpty() ? ": " + (message.isEmpty() ? reason : message) : rest;
    return new ContainerTrouble(
        reason,
        "is not ready: " + who + PodTrouble.withoutStop(words),
        "Change that and save: then it starts.",
        Instant.MIN);
  }

  private static ContainerTrouble running(
      String who, Container spec, ContainerStatus at, Instant since) {
    if (!Fields.isTrue(at.getStarted()) && spec.getStartupProbe() != null) {
      return probed(who, "startup", spec.getStartupProbe(), at, since);
    }
    if (spec.getReadinessProbe() != null) {
      // it is asked only once the startup probe, which may have taken its time, has passed
      var startup = spec.getStartupProbe();
      var asked = startup == null ? since : since.plusSeconds(ProbeWords.patience(startup));
      return probed(who, "readiness", spec.getReadinessProbe(), at, asked);
    }
    return new ContainerTrouble("Running", "waits for " + who, "", Instant.MAX);
  }

  private static ContainerTrouble probed(
      String who, String which, Probe probe, ContainerStatus at, Instant since) {
    int restarts = Fields.or(at.getRestartCount(), 0);
    var words =
        "is not ready: the "
            + which
            + " probe of "
            + who
            + " ("
            + ProbeWords.of(probe)
            + ") does not pass"
            + (restarts == 0 ? "" : ", after " + PodTrouble.counted(restarts, "restart"));
    return new ContainerTrouble(
        "Unready", words, "", since.plusSeconds(ProbeWords.patience(probe)));
  }

  /// As people and kubelets read it: codes above 128 are signals.
  private static String exit(ContainerStateTerminated ended, ContainerStatus at) {
    int code = Fields.or(ended.getExitCode(), 0);
    boolean signal = code > SIGNALLED && code <= SIGNALLED + LAST_SIGNAL;
    int restarts = Fields.or(at.getRestartCount(), 0);
    var message = Fields.text(ended.getMessage()).strip();
    return (signal ? " was ended by signal " + (code - SIGNALLED) : " exited with code " + code)
        + (restarts == 0 ? "" : " (" + PodTrouble.counted(restarts, "restart") + ")")
        + (message.isEmpty() ? "" : ": " + PodTrouble.withoutStop(message));
  }
}
