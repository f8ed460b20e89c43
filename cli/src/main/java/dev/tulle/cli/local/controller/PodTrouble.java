package dev.tulle.cli.local.controller;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.Severity;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.Optional;

/// Why a pod isn't ready, in words, read from its status. Until `patience` that is only to be
/// expected (it starts, its init containers run, its probes have not passed yet); `Instant.MIN`
/// where something is wrong already, `Instant.MAX` where nothing is.
record PodTrouble(
    ObjectName pod, String reason, String words, String cure, Instant patience, Instant now) {

  /// Of a pod that isn't ready, or has failed; empty for one that is as it should be.
  static Optional<PodTrouble> of(ObservedPod pod, Instant now) {
    if (pod.ready() || pod.phase() == ObservedPod.Phase.SUCCEEDED) {
      return Optional.empty();
    }
    if (pod.terminating()) {
      return Optional.of(expected(pod, "Terminating", "is terminating", now));
    }
    var status = Fields.or(pod.pod().getStatus(), new PodStatus());
    return ContainerTrouble.first(pod)
        .map(t -> new PodTrouble(pod.name(), t.reason(), t.words(), t.cure(), t.patience(), now))
        .or(() -> failure(pod, status, now))
        .or(() -> condition(pod, status, now))
        .or(() -> Optional.of(expected(pod, "Starting", "is starting", now)));
  }

  /// Whether it need not worry anybody yet.
  boolean waits() {
    return patience.isAfter(now);
  }

  /// When it will, if nothing changes.
  Optional<Instant> due() {
    return waits() && !patience.equals(Instant.MAX) ? Optional.of(patience) : Optional.empty();
  }

  /// A part of a sentence: `pod my-app-abc is not ready: ...`.
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
        cure.isEmpty() ? "See what it says with: ./tulle logs " + pod.name() : cure);
  }

  private static PodTrouble expected(ObservedPod pod, String reason, String words, Instant now) {
    return new PodTrouble(pod.name(), reason, words, "", Instant.MAX, now);
  }

  private static Optional<PodTrouble> failure(ObservedPod pod, PodStatus status, Instant now) {
    if (pod.phase() != ObservedPod.Phase.FAILED) {
      return Optional.empty();
    }
    var reason = Fields.text(status.getReason());
    var message = Fields.text(status.getMessage());
    var why = message.isEmpty() ? reason : withoutStop(message);
    var words = why.isEmpty() ? "failed" : "failed: " + why;
    return Optional.of(
        new PodTrouble(
            pod.name(), reason.isEmpty() ? "Failed" : reason, words, "", Instant.MIN, now));
  }

  /// What the conditions say: the first that is false and says why.
  private static Optional<PodTrouble> condition(ObservedPod pod, PodStatus status, Instant now) {
    return Fields.list(status.getConditions()).stream()
        .filter(c -> "False".equals(c.getStatus()) && !Fields.text(c.getMessage()).isEmpty())
        .findFirst()
        .map(c -> expected(pod, reason(c), "is not ready: " + withoutStop(c.getMessage()), now));
  }

  private static String reason(PodCondition condition) {
    var reason = Fields.text(condition.getReason());
    return reason.isEmpty() ? "NotReady" : reason;
  }

  /// A message as part of a sentence: its own full stop would end it too early.
  static String withoutStop(String message) {
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }

  static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
