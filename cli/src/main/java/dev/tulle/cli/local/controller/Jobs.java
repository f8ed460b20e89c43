package dev.tulle.cli.local.controller;

import dev.tulle.core.name.ObjectName;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Jobs: pods that run to their end. A Job whose template changes is another Job: what is left of
/// the former one goes, and it runs again. One that has finished stays so, even when its pods are
/// gone: that is what `JobEnd` is for.
final class Jobs implements Controller<Job> {

  static final String NAME = "batch.kubernetes.io/job-name";
  static final String OLD_NAME = "job-name";
  static final String INDEX = "batch.kubernetes.io/job-completion-index";
  static final String INDEX_VARIABLE = "JOB_COMPLETION_INDEX";

  @Override
  public Class<Job> type() {
    return Job.class;
  }

  @Override
  public String kind() {
    return "Job";
  }

  @Override
  public Plan plan(Job job, List<ObservedPod> pods, Round round) {
    var name = Fields.name(kind(), job.getMetadata());
    var spec = Fields.or(job.getSpec(), new JobSpec());
    var template = Template.of(spec.getTemplate());
    var view = JobView.of(spec, template.hash(), pods, round.now());
    var before =
        Optional.ofNullable(round.ended().get(JobEnd.key(name.namespace(), name.name())))
            .filter(e -> e.template().equals(template.hash()));
    var end = before.or(() -> view.end(template.hash()));
    var actions = new ArrayList<Action>();
    pods.stream()
        .filter(p -> !p.terminating() && !view.isOwn(p))
        .map(p -> new Action.Delete(p.name(), "its Job has changed and runs again"))
        .forEach(actions::add);
    if (end.isPresent()) {
      actions.addAll(finish(view, end.get(), round));
      var due = expiry(spec, end.get()).filter(t -> t.isAfter(round.now()));
      return new Plan(actions, JobStatus.ended(name, spec, end.get()), view.figures(end), due, end);
    }
    actions.addAll(running(job, template, view, round));
    return new Plan(actions, JobStatus.running(name, spec, view), view.figures(end), view.next());
  }

  /// What still runs is ended; the finished ones stay for their logs until the Job's time is up.
  private static List<Action> finish(JobView view, JobEnd end, Round round) {
    boolean expired = expiry(view.spec(), end).filter(t -> !t.isAfter(round.now())).isPresent();
    return view.own().stream()
        .filter(p -> !p.terminating() && (expired || !p.finished()))
        .<Action>map(
            p ->
                new Action.Delete(
                    p.name(),
                    p.finished()
                        ? "ttlSecondsAfterFinished of its Job is over"
                        : "its Job has ended: " + end.message()))
        .toList();
  }

  private static Optional<Instant> expiry(JobSpec spec, JobEnd end) {
    return Optional.ofNullable(spec.getTtlSecondsAfterFinished()).map(end.at()::plusSeconds);
  }

  private static List<Action> running(Job job, Template template, JobView view, Round round) {
    int surplus = view.active().size() - view.wanted();
    if (surplus > 0) {
      var reason = view.suspended() ? "its Job is suspended" : "its Job wants fewer pods at a time";
      return view.active().stream()
          .sorted(DeletionOrder.FIRST_TO_GO)
          .limit(surplus)
          .<Action>map(p -> new Action.Delete(p.name(), reason))
          .toList();
    }
    if (surplus == 0 || view.resumesAt().filter(t -> t.isAfter(round.now())).isPresent()) {
      return List.of();
    }
    var indexes =
        view.indexed()
            ? view.missingIndexes().limit(-surplus).map(Optional::of)
            : Stream.generate(Optional::<Integer>empty).limit(-surplus);
    return indexes.<Action>map(i -> create(job, template, i, round)).toList();
  }

  private static Action.Create create(
      Job job, Template template, Optional<Integer> index, Round round) {
    var owner = Fields.name("Job", job.getMetadata());
    var stem = owner.name() + index.map(i -> "-" + i).orElse("");
    var name =
        new ObjectName("Pod", owner.namespace(), round.names().next(owner.namespace(), stem + "-"));
    var labels = new LinkedHashMap<>(Map.of(NAME, owner.name(), OLD_NAME, owner.name()));
    var annotations = new LinkedHashMap<>(Map.of(PlainPods.HASH, template.hash()));
    index.ifPresent(i -> labels.put(INDEX, String.valueOf(i)));
    index.ifPresent(i -> annotations.put(INDEX, String.valueOf(i)));
    var pod =
        NewPod.owned(job, name, labels)
            .withAnnotations(annotations)
            .withHost(index.isPresent() ? stem : "", "");
    return index
        .map(i -> pod.from(template.withVariable(INDEX_VARIABLE, String.valueOf(i)), round))
        .orElseGet(() -> pod.from(template, round));
  }
}
