package dev.tulle.cli.local.controller;

import dev.tulle.core.name.ObjectName;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A pod with what controllers ask of it, read once. Times that are missing are `Instant.EPOCH`;
/// a pod without a status is pending.
record ObservedPod(
    Pod pod,
    ObjectName name,
    Phase phase,
    boolean terminating,
    boolean ready,
    Instant readySince,
    Instant created,
    int restarts,
    Optional<ObjectName> owner) {

  /// A pod's phase, in the order in which Kubernetes prefers to delete.
  enum Phase {
    PENDING,
    UNKNOWN,
    RUNNING,
    SUCCEEDED,
    FAILED
  }

  static ObservedPod of(Pod pod) {
    var metadata = pod.getMetadata();
    var status = Fields.or(pod.getStatus(), new PodStatus());
    var ready =
        Fields.list(status.getConditions()).stream()
            .filter(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()))
            .findFirst();
    return new ObservedPod(
        pod,
        Fields.name("Pod", metadata),
        phase(Fields.text(status.getPhase())),
        metadata.getDeletionTimestamp() != null,
        ready.isPresent(),
        ready.map(PodCondition::getLastTransitionTime).map(Fields::time).orElse(Instant.EPOCH),
        Fields.time(metadata.getCreationTimestamp()),
        Fields.list(status.getContainerStatuses()).stream()
            .mapToInt(ObservedPod::restarts)
            .max()
            .orElse(0),
        Owners.controller(pod).map(o -> owner(o, Fields.name("Pod", metadata).namespace())));
  }

  /// Its containers have ended for good.
  boolean finished() {
    return phase == Phase.SUCCEEDED || phase == Phase.FAILED;
  }

  /// It counts as a replica: neither finished nor on its way out.
  boolean active() {
    return !terminating && !finished();
  }

  /// When it counts as available, if it stays ready.
  Optional<Instant> availableAt(int minReadySeconds) {
    return active() && ready
        ? Optional.of(readySince.plusSeconds(minReadySeconds))
        : Optional.empty();
  }

  boolean available(int minReadySeconds, Instant now) {
    return active()
        && ready
        && (minReadySeconds == 0 || !readySince.plusSeconds(minReadySeconds).isAfter(now));
  }

  String label(String key) {
    return Fields.text(labels().get(key));
  }

  Map<String, String> labels() {
    return Fields.map(pod.getMetadata().getLabels());
  }

  String annotation(String key) {
    return Fields.text(Fields.map(pod.getMetadata().getAnnotations()).get(key));
  }

  List<ContainerStatus> containers() {
    var status = pod.getStatus();
    return status == null ? List.of() : Fields.list(status.getContainerStatuses());
  }

  private static int restarts(ContainerStatus status) {
    return Fields.or(status.getRestartCount(), 0);
  }

  private static ObjectName owner(OwnerReference reference, String namespace) {
    return new ObjectName(
        Fields.or(reference.getKind(), "?"), namespace, Fields.or(reference.getName(), "?"));
  }

  private static Phase phase(String phase) {
    return switch (phase) {
      case "Running" -> Phase.RUNNING;
      case "Succeeded" -> Phase.SUCCEEDED;
      case "Failed" -> Phase.FAILED;
      case "Unknown" -> Phase.UNKNOWN;
      default -> Phase.PENDING;
    };
  }
}
