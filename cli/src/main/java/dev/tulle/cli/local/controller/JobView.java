package dev.tulle.cli.local.controller;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// One Job's pods, and what they mean for it. `own` are those of its present template.
record JobView(JobSpec spec, String hash, List<ObservedPod> own, Instant now) {

  private static final int BACKOFF_LIMIT = 6;
  private static final Duration FIRST_BACKOFF = Duration.ofSeconds(10);
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(10);

  static JobView of(JobSpec spec, String hash, List<ObservedPod> pods, Instant now) {
    return new JobView(
        spec,
        hash,
        pods.stream().filter(p -> p.annotation(PlainPods.HASH).equals(hash)).toList(),
        now);
  }

  boolean isOwn(ObservedPod pod) {
    return pod.annotation(PlainPods.HASH).equals(hash);
  }

  boolean indexed() {
    return "Indexed".equals(spec.getCompletionMode());
  }

  boolean suspended() {
    return Fields.isTrue(spec.getSuspend());
  }

  int parallelism() {
    return Math.max(0, Fields.or(spec.getParallelism(), 1));
  }

  /// How many must succeed; empty for a work queue, whose pods agree among themselves.
  Optional<Integer> completions() {
    if (spec.getCompletions() == null && spec.getParallelism() == null) {
      return Optional.of(1);
    }
    return Optional.ofNullable(spec.getCompletions());
  }

  List<ObservedPod> active() {
    return own.stream().filter(ObservedPod::active).toList();
  }

  /// Completions reached: pods, or for an indexed Job indexes, that succeeded.
  int succeeded() {
    return indexed() ? doneIndexes().size() : (int) in(ObservedPod.Phase.SUCCEEDED).count();
  }

  int failed() {
    return (int) in(ObservedPod.Phase.FAILED).count();
  }

  /// How many pods are to run now.
  int wanted() {
    if (suspended()) {
      return 0;
    }
    if (completions().isEmpty()) {
      return succeeded() > 0 ? Math.min(parallelism(), active().size()) : parallelism();
    }
    return Math.min(parallelism(), Math.max(0, completions().get() - succeeded()));
  }

  /// Indexes that neither run nor are done, the lowest first. One whose pod is ending waits.
  Stream<Integer> missingIndexes() {
    var busy =
        own.stream()
            .filter(p -> p.phase() != ObservedPod.Phase.FAILED)
            .map(JobView::index)
            .collect(Collectors.toSet());
    return IntStream.range(0, completions().orElse(0)).boxed().filter(i -> !busy.contains(i));
  }

  /// Whether and how it has finished, as far as its pods show.
  Optional<JobEnd> end(String template) {
    boolean complete =
        completions()
            .map(n -> succeeded() >= n)
            .orElse(succeeded() > 0 && active().isEmpty() && !suspended());
    if (complete) {
      var words = PodTrouble.counted(succeeded(), "completion") + " reached";
      return Optional.of(new JobEnd(template, true, "CompletionsReached", words, now));
    }
    if (deadline().filter(t -> !t.isAfter(now)).isPresent()) {
      var words = "it ran longer than " + spec.getActiveDeadlineSeconds() + " s";
      return Optional.of(new JobEnd(template, false, "DeadlineExceeded", words, now));
    }
    int limit = Fields.or(spec.getBackoffLimit(), BACKOFF_LIMIT);
    if (failed() > limit || tooManyRestarts(limit)) {
      var times = PodTrouble.counted(Math.max(failed(), restarts()), "time");
      var words = "it failed " + times + " (backoffLimit " + limit + ")";
      return Optional.of(new JobEnd(template, false, "BackoffLimitExceeded", words, now));
    }
    return Optional.empty();
  }

  /// After failures, new pods wait longer each time, until one succeeds.
  Optional<Instant> resumesAt() {
    var lastSuccess =
        in(ObservedPod.Phase.SUCCEEDED)
            .map(JobView::finishedAt)
            .max(Instant::compareTo)
            .orElse(Instant.MIN);
    var failures =
        in(ObservedPod.Phase.FAILED)
            .map(JobView::finishedAt)
            .filter(t -> t.isAfter(lastSuccess))
            .toList();
    int doublings = Math.min(failures.size() - 1, 10);
    return failures.stream()
        .max(Instant::compareTo)
        .map(last -> last.plus(shorter(FIRST_BACKOFF.multipliedBy(1L << doublings))));
  }

  /// When time alone changes something.
  Optional<Instant> next() {
    return Stream.of(deadline(), wanted() > active().size() ? resumesAt() : deadline())
        .flatMap(Optional::stream)
        .filter(t -> t.isAfter(now))
        .min(Instant::compareTo);
  }

  Replicas figures(Optional<JobEnd> end) {
    int desired = completions().orElse(1);
    int done = end.filter(JobEnd::complete).isPresent() ? desired : succeeded();
    return new Replicas(desired, active().size(), active().size(), done, done);
  }

  private static Duration shorter(Duration duration) {
    return duration.compareTo(LONGEST_BACKOFF) < 0 ? duration : LONGEST_BACKOFF;
  }

  /// With restartPolicy OnFailure a pod's own restarts are the failures.
  private boolean tooManyRestarts(int limit) {
    return limit == 0 ? restarts() > 0 : restarts() >= limit;
  }

  private int restarts() {
    return own.stream()
        .filter(p -> p.active() && "OnFailure".equals(restartPolicy(p)))
        .flatMap(p -> p.containers().stream())
        .mapToInt(c -> Fields.or(c.getRestartCount(), 0))
        .sum();
  }

  private static String restartPolicy(ObservedPod pod) {
    return Fields.text(Fields.or(pod.pod().getSpec(), new PodSpec()).getRestartPolicy());
  }

  private Optional<Instant> deadline() {
    var seconds = spec.getActiveDeadlineSeconds();
    return seconds == null || suspended()
        ? Optional.empty()
        : own.stream()
            .map(ObservedPod::created)
            .min(Instant::compareTo)
            .map(start -> start.plusSeconds(seconds));
  }

  private Set<Integer> doneIndexes() {
    int end = completions().orElse(0);
    return in(ObservedPod.Phase.SUCCEEDED)
        .map(JobView::index)
        .filter(i -> i >= 0 && i < end)
        .collect(Collectors.toSet());
  }

  private Stream<ObservedPod> in(ObservedPod.Phase phase) {
    return own.stream().filter(p -> p.phase() == phase);
  }

  private static int index(ObservedPod pod) {
    var index = pod.annotation(Jobs.INDEX);
    return index.matches("\\d{1,9}") ? Integer.parseInt(index) : -1;
  }

  /// When its last container ended; where it doesn't say, when it was made.
  private static Instant finishedAt(ObservedPod pod) {
    return pod.containers().stream()
        .map(ContainerStatus::getState)
        .filter(Objects::nonNull)
        .map(ContainerState::getTerminated)
        .filter(Objects::nonNull)
        .map(ContainerStateTerminated::getFinishedAt)
        .map(Fields::time)
        .max(Instant::compareTo)
        .filter(t -> t.isAfter(pod.created()))
        .orElse(pod.created());
  }
}
