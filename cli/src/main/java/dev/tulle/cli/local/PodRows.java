package dev.tulle.cli.local;

import dev.tulle.cli.local.controller.Owners;
import dev.tulle.cli.status.StatusSnapshot;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A pod as the status of a folder shows it.
final class PodRows {

  private PodRows() {}

  static StatusSnapshot.Pod of(Pod pod, StatusSnapshot.PodProxy proxy) {
    var status = pod.getStatus();
    var metadata = pod.getMetadata();
    return new StatusSnapshot.Pod(
        metadata.getNamespace(),
        metadata.getName(),
        status == null ? "" : Objects.requireNonNullElse(status.getPodIP(), ""),
        metadata.getDeletionTimestamp() != null
            ? "Terminating"
            : status == null ? "Pending" : Objects.requireNonNullElse(status.getPhase(), "Pending"),
        isReady(pod),
        restarts(pod),
        since(status == null ? null : status.getStartTime()),
        workload(pod),
        isReady(pod) || status == null ? "" : waiting(status.getContainerStatuses()),
        proxy);
  }

  private static boolean isReady(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
  }

  static int restarts(Pod pod) {
    return pod.getStatus() == null
        ? 0
        : pod.getStatus().getContainerStatuses().stream()
            .map(ContainerStatus::getRestartCount)
            .filter(Objects::nonNull)
            .mapToInt(Integer::intValue)
            .sum();
  }

  private static String waiting(List<ContainerStatus> containers) {
    return containers.stream()
        .filter(c -> c.getState() != null && c.getState().getWaiting() != null)
        .map(
            c ->
                Stream.of(
                        c.getState().getWaiting().getReason(),
                        c.getState().getWaiting().getMessage())
                    .filter(Objects::nonNull)
                    .reduce((reason, message) -> reason + ": " + message)
                    .orElse(""))
        .filter(why -> !why.isEmpty())
        .findFirst()
        .orElse("");
  }

  /// Its owner as `KIND/NAME`; empty where it has none.
  static String workload(Pod pod) {
    return Owners.controller(pod).map(owner -> owner.getKind() + "/" + owner.getName()).orElse("");
  }

  private static Instant since(@Nullable String time) {
    try {
      return time == null ? Instant.EPOCH : Instant.parse(time);
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }
}
