package dev.tulle.cli.local.controller;

import dev.tulle.core.crd.GatewayParameters;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.ObjectStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One round over all objects and pods. Used once.
final class Reconciliation {

  private final Workloads.Observation observation;
  private final Round round;
  private final SortedMap<ObjectName, ObservedPod> pods = new TreeMap<>();
  private final Map<ObjectName, List<ObservedPod>> byOwner = new HashMap<>();
  private final Set<ObjectName> claimed = new HashSet<>();

  private final List<Action> actions = new ArrayList<>();
  private final SortedMap<ObjectName, ObjectStatus> statuses = new TreeMap<>();
  private final SortedMap<ObjectName, Replicas> replicas = new TreeMap<>();
  private final SortedMap<String, JobEnd> ended = new TreeMap<>();
  private Optional<Instant> next = Optional.empty();

  Reconciliation(Workloads.Observation observation, String node, RandomGenerator random) {
    this.observation = observation;
    for (var pod : observation.pods()) {
      var observed = ObservedPod.of(pod);
      pods.put(observed.name(), observed);
    }
    for (var pod : pods.values()) {
      pod.owner().ifPresent(o -> byOwner.computeIfAbsent(o, k -> new ArrayList<>()).add(pod));
    }
    var taken =
        pods.keySet().stream()
            .map(n -> PodNames.key(n.namespace(), n.name()))
            .collect(Collectors.toSet());
    this.round =
        new Round(observation.now(), node, new PodNames(random, taken), observation.ended());
  }

  Workloads.Outcome outcome() {
    Workloads.CONTROLLERS.forEach(this::run);
    plainPods();
    abandoned();
    var services = Workloads.ofType(observation.objects(), Service.class);
    var sources = Source.all(observation.objects());
    var index = LabelIndex.ofSources(sources);
    sources.forEach(this::addUnused);
    for (var service : services) {
      ServiceCheck.of(service, sources, index).ifPresent(s -> statuses.put(s.object(), s));
    }
    for (var parameters : Workloads.ofType(observation.objects(), GatewayParameters.class)) {
      UnusedParameters.of(parameters).ifPresent(s -> statuses.put(s.object(), s));
    }
    var slices = EndpointSlices.of(services, LabelIndex.ofPods(pods.values()));
    return new Workloads.Outcome(actions, statuses, replicas, slices, ended, next);
  }

  private <T extends HasMetadata> void run(Controller<T> controller) {
    sorted(Workloads.ofType(observation.objects(), controller.type()))
        .forEach(
            object -> {
              var name = Fields.name(controller.kind(), object.getMetadata());
              var own = byOwner.getOrDefault(name, List.of());
              own.forEach(p -> claimed.add(p.name()));
              take(controller.plan(object, own, round));
            });
  }

  private void plainPods() {
    for (var pod : sorted(Workloads.ofType(observation.objects(), Pod.class))) {
      var name = Fields.name("Pod", pod.getMetadata());
      claimed.add(name);
      take(PlainPods.plan(pod, Optional.ofNullable(pods.get(name)), round));
    }
  }

  /// Pods whose owner is gone from the folder.
  private void abandoned() {
    for (var pod : pods.values()) {
      if (!claimed.contains(pod.name()) && !pod.terminating()) {
        var reason =
            pod.owner().map(o -> o + " is gone from the folder").orElse("its file is gone");
        actions.add(new Action.Delete(pod.name(), reason));
      }
    }
  }

  private void addUnused(Source source) {
    statuses.computeIfPresent(
        source.object(),
        (name, status) ->
            new ObjectStatus(
                name,
                status.conditions(),
                Stream.concat(status.findings().stream(), source.unused().stream()).toList()));
  }

  private void take(Plan plan) {
    var name = plan.status().object();
    actions.addAll(plan.actions());
    statuses.put(name, plan.status());
    replicas.put(name, plan.replicas());
    plan.ended().ifPresent(e -> ended.put(JobEnd.key(name.namespace(), name.name()), e));
    next = plan.next().filter(due -> next.isEmpty() || due.isBefore(next.get())).or(() -> next);
  }

  private static <T extends HasMetadata> List<T> sorted(List<T> objects) {
    return objects.stream()
        .sorted(Comparator.comparing(o -> Fields.name("?", o.getMetadata())))
        .toList();
  }
}
