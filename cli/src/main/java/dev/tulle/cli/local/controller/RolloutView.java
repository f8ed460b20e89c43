package dev.tulle.cli.local.controller;

import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One Deployment's pods, sorted into those of its present template and earlier ones. `pods` are
/// all of them; `updated` and `earlier` only the active ones.
record RolloutView(
    Bounds bounds,
    boolean paused,
    boolean recreate,
    int minReadySeconds,
    int progressDeadlineSeconds,
    List<ObservedPod> pods,
    List<ObservedPod> updated,
    List<ObservedPod> earlier,
    Instant now) {

  private static final int DEADLINE = 600;

  static RolloutView of(DeploymentSpec spec, String hash, List<ObservedPod> pods, Instant now) {
    var strategy = spec.getStrategy();
    var active = pods.stream().filter(ObservedPod::active).toList();
    return new RolloutView(
        Bounds.of(spec),
        Fields.isTrue(spec.getPaused()),
        strategy != null && "Recreate".equals(strategy.getType()),
        Fields.or(spec.getMinReadySeconds(), 0),
        Fields.or(spec.getProgressDeadlineSeconds(), DEADLINE),
        pods,
        active.stream().filter(p -> p.label(Deployments.HASH).equals(hash)).toList(),
        active.stream().filter(p -> !p.label(Deployments.HASH).equals(hash)).toList(),
        now);
  }

  boolean isAvailable(ObservedPod pod) {
    return pod.available(minReadySeconds, now);
  }

  Stream<ObservedPod> active() {
    return Stream.concat(updated.stream(), earlier.stream());
  }

  Replicas replicas() {
    return new Replicas(
        bounds.replicas(),
        updated.size() + earlier.size(),
        updated.size(),
        (int) active().filter(ObservedPod::ready).count(),
        (int) active().filter(this::isAvailable).count());
  }

  ReadyWords readyWords() {
    return ReadyWords.of(active(), now);
  }

  /// Every replica is of the present template and available, and no other is left.
  boolean complete() {
    return earlier.isEmpty()
        && updated.size() == bounds.replicas()
        && updated.stream().allMatch(this::isAvailable);
  }

  /// When the rollout last got somewhere: a pod came, became ready, or began to go.
  Instant lastProgress() {
    return pods.stream()
        .flatMap(
            p ->
                Stream.of(
                    p.created(),
                    p.readySince(),
                    Fields.time(p.pod().getMetadata().getDeletionTimestamp())))
        .filter(t -> !t.isAfter(now))
        .max(Instant::compareTo)
        .orElse(now);
  }

  Instant deadline() {
    return lastProgress().plusSeconds(progressDeadlineSeconds);
  }

  boolean overdue() {
    return !paused && !complete() && !deadline().isAfter(now);
  }

  /// When something changes by time alone: a ready pod becomes available, patience
  /// with one that isn't ends, or the deadline passes.
  Optional<Instant> next() {
    var due = active().flatMap(p -> p.availableAt(minReadySeconds).stream());
    var deadline = complete() || paused ? Stream.<Instant>empty() : Stream.of(deadline());
    return Stream.of(due, deadline, readyWords().due().stream())
        .flatMap(times -> times)
        .filter(t -> t.isAfter(now))
        .min(Instant::compareTo);
  }
}
