package dev.tulle.cli.local.controller;

import dev.tulle.core.name.ObjectName;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// A pod runtime as `Action` describes it, without processes: pods do what the test says, when it
/// says so. Two pods with one name are an error.
final class LocalCluster {

  final Map<String, HasMetadata> objects = new TreeMap<>();
  final Map<ObjectName, Pod> pods = new TreeMap<>();
  final List<String> log = new ArrayList<>();
  final Workloads workloads;
  Map<String, JobEnd> ended = Map.of();
  Instant now = Given.NOW;

  LocalCluster(long seed) {
    this.workloads = new Workloads("here", new SplittableRandom(seed));
  }

  void apply(HasMetadata... changed) {
    for (var object : changed) {
      objects.put(object.getKind() + "/" + object.getMetadata().getName(), object);
    }
  }

  void remove(HasMetadata object) {
    objects.remove(object.getKind() + "/" + object.getMetadata().getName());
  }

  Workloads.Outcome observe() {
    return workloads.reconcile(
        new Workloads.Observation(objects.values(), pods.values(), ended, now));
  }

  /// One round, carried out.
  Workloads.Outcome step() {
    var outcome = observe();
    ended = outcome.ended();
    outcome.actions().forEach(this::carryOut);
    return outcome;
  }

  /// Rounds in which each new pod becomes ready and each deleted one ends, until nothing happens.
  Workloads.Outcome settle() {
    for (int i = 0; i < 1000; i++) {
      var outcome = step();
      boolean quiet = outcome.actions().isEmpty() && pods.values().stream().allMatch(this::calm);
      if (quiet) {
        return outcome;
      }
      pods.values().removeIf(LocalCluster::isTerminating);
      pods.replaceAll((n, p) -> calm(p) ? p : Given.running(p, "10.0.0.1", true, now));
    }
    throw new AssertionError("never settles: " + log);
  }

  void change(String pod, UnaryOperator<Pod> change) {
    pods.computeIfPresent(new ObjectName("Pod", "default", pod), (n, p) -> change.apply(p));
  }

  void changeAll(UnaryOperator<Pod> change) {
    pods.replaceAll((n, p) -> change.apply(p));
  }

  /// Terminating pods are gone.
  void reap() {
    pods.values().removeIf(LocalCluster::isTerminating);
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  List<String> names() {
    return pods.keySet().stream().map(ObjectName::name).toList();
  }

  List<Pod> active() {
    return pods.values().stream().filter(p -> ObservedPod.of(p).active()).toList();
  }

  private void carryOut(Action action) {
    switch (action) {
      case Action.Create(var pod) -> {
        var name = Fields.name("Pod", pod.getMetadata());
        log.add("create " + name.name());
        if (pods.put(name, pod) != null) {
          throw new AssertionError("there is a pod of that name: " + name);
        }
      }
      case Action.Delete(var name, var reason) -> {
        log.add("delete " + name.name() + ": " + reason);
        var pod = pods.get(name);
        if (pod == null || isTerminating(pod)) {
          throw new AssertionError("deleted what is not there, or going already: " + name);
        }
        pods.put(
            name,
            new PodBuilder(pod)
                .editMetadata()
                .withDeletionTimestamp(now.toString())
                .endMetadata()
                .build());
      }
    }
  }

  private boolean calm(Pod pod) {
    var observed = ObservedPod.of(pod);
    return !observed.terminating() && (observed.ready() || observed.finished());
  }

  private static boolean isTerminating(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }
}
