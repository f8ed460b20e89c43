package dev.tulle.cli.local.controller;

import io.fabric8.kubernetes.api.model.apps.RollingUpdateStatefulSetStrategy;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSetUpdateStrategy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// One StatefulSet's pods by ordinal. Wanted are the ordinals from `first` up to, not including,
/// `end`; `condemned` are the pods outside of these, the highest first. Pods from `updateFrom` on
/// are to be of the template whose hash is `hash`.
record OrdinalView(
    int first,
    int end,
    int updateFrom,
    int maxUnavailable,
    boolean ordered,
    boolean onDelete,
    int minReadySeconds,
    String hash,
    SortedMap<Integer, ObservedPod> pods,
    List<ObservedPod> condemned,
    Instant now) {

  static OrdinalView of(StatefulSetSpec spec, String hash, List<ObservedPod> pods, Instant now) {
    int replicas = Math.max(0, Fields.or(spec.getReplicas(), 1));
    var ordinals = spec.getOrdinals();
    int first = ordinals == null ? 0 : Fields.or(ordinals.getStart(), 0);
    var strategy = Fields.or(spec.getUpdateStrategy(), new StatefulSetUpdateStrategy());
    var rolling = Fields.or(strategy.getRollingUpdate(), new RollingUpdateStatefulSetStrategy());
    var byOrdinal = new TreeMap<Integer, ObservedPod>();
    var outside = new TreeMap<Integer, ObservedPod>();
    for (var pod : pods) {
      ordinal(pod)
          .ifPresent(n -> (n >= first && n < first + replicas ? byOrdinal : outside).put(n, pod));
    }
    var unavailable = rolling.getMaxUnavailable();
    return new OrdinalView(
        first,
        first + replicas,
        first + Math.max(0, Fields.or(rolling.getPartition(), 0)),
        unavailable == null ? 1 : Math.max(1, Bounds.resolve(unavailable, replicas, true)),
        !"Parallel".equals(spec.getPodManagementPolicy()),
        "OnDelete".equals(strategy.getType()),
        Fields.or(spec.getMinReadySeconds(), 0),
        hash,
        byOrdinal,
        new ArrayList<>(outside.descendingMap().values()),
        now);
  }

  boolean isAvailable(ObservedPod pod) {
    return pod.available(minReadySeconds, now);
  }

  boolean isUpdated(ObservedPod pod) {
    return pod.label(StatefulSets.HASH).equals(hash);
  }

  /// It would wait for a pod that its user has already replaced by a better one.
  boolean isStuck(ObservedPod pod, int ordinal) {
    return !pod.terminating()
        && !pod.ready()
        && !isUpdated(pod)
        && !onDelete
        && ordinal >= updateFrom;
  }

  Stream<ObservedPod> active() {
    return Stream.concat(pods.values().stream(), condemned.stream()).filter(ObservedPod::active);
  }

  Replicas replicas() {
    return new Replicas(
        end - first,
        (int) active().count(),
        (int) active().filter(this::isUpdated).count(),
        (int) active().filter(ObservedPod::ready).count(),
        (int) active().filter(this::isAvailable).count());
  }

  ReadyWords readyWords() {
    return ReadyWords.of(active(), now);
  }

  Optional<Instant> next() {
    var available = active().flatMap(p -> p.availableAt(minReadySeconds).stream());
    return Stream.concat(available, readyWords().due().stream())
        .filter(t -> t.isAfter(now))
        .min(Instant::compareTo);
  }

  /// A pod of this set says its ordinal in a label; its name isn't taken apart.
  private static Optional<Integer> ordinal(ObservedPod pod) {
    var label = pod.label(StatefulSets.INDEX);
    return label.matches("\\d{1,9}") ? Optional.of(Integer.valueOf(label)) : Optional.empty();
  }
}
