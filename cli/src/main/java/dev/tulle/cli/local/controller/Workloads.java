package dev.tulle.cli.local.controller;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.ObjectStatus;
import dev.tulle.core.world.SliceRecord;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.random.RandomGenerator;

/// All controllers together: one folder's objects and the pods that exist give what to do. Nothing
/// is remembered between two rounds but what is handed in again, so a process that takes over the
/// pods of another goes on where that one stopped.
public final class Workloads {

  /// The controllers of the kinds that make pods, in the order in which they act.
  static final List<Controller<?>> CONTROLLERS =
      List.of(new Deployments(), new StatefulSets(), new Jobs());

  /// What there is. `objects` may hold objects of any kind; the pods are all that exist, each once,
  /// those that are terminating or have finished among them. `ended` is the last outcome's.
  public record Observation(
      Collection<? extends HasMetadata> objects,
      Collection<Pod> pods,
      Map<String, JobEnd> ended,
      Instant now) {}

  /// What to do and what to tell. `actions` are to be carried out in their order; `statuses` and
  /// `replicas` are by object; `slices` are all there are to be now; `next` is when to ask again if
  /// nothing changes until then.
  public record Outcome(
      List<Action> actions,
      SortedMap<ObjectName, ObjectStatus> statuses,
      SortedMap<ObjectName, Replicas> replicas,
      List<SliceRecord> slices,
      Map<String, JobEnd> ended,
      Optional<Instant> next) {}

  private final String node;
  private final RandomGenerator random;

  public Workloads(String node, RandomGenerator random) {
    this.node = node;
    this.random = random;
  }

  public Outcome reconcile(Observation observation) {
    return new Reconciliation(observation, node, random).outcome();
  }

  static <T extends HasMetadata> List<T> ofType(
      Collection<? extends HasMetadata> objects, Class<T> type) {
    return objects.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
