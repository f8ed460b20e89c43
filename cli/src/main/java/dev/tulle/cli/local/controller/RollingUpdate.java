package dev.tulle.cli.local.controller;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which pods a Deployment adds and takes away next, as Kubernetes' rolling update does: pods of
/// the present template are added while the total allows it; of the earlier ones those that aren't
/// available go first, then as many available ones as there are more than needed.
///
/// What it takes away never makes fewer pods available than `Bounds.leastAvailable`; what it adds
/// never makes more than `Bounds.most`. Asked again after its answer was carried out, it has
/// nothing to add.
record RollingUpdate(int create, List<ObservedPod> surplus, List<ObservedPod> outdated) {

  /// Of active pods only. `updated` are those of the present template.
  static RollingUpdate next(
      Bounds bounds,
      List<ObservedPod> updated,
      List<ObservedPod> earlier,
      Predicate<ObservedPod> available) {
    var surplus = firstToGo(updated, updated.size() - bounds.replicas(), available);
    var kept = without(updated, surplus);
    var outdated = outdated(bounds, kept, earlier, available);
    int left = kept.size() + earlier.size() - outdated.size();
    // After `replicas` was lowered in the middle of an update, the total can be over the bound
    // though every available pod is needed: new ones that aren't available give way.
    var waiting = kept.stream().filter(available.negate()).toList();
    var excess = firstToGo(waiting, left - bounds.most(), available);
    int room = Math.min(bounds.replicas() - kept.size(), bounds.most() - left);
    return new RollingUpdate(
        Math.max(0, room), Stream.concat(surplus.stream(), excess.stream()).toList(), outdated);
  }

  /// The `count` pods that are missed least.
  static List<ObservedPod> firstToGo(
      List<ObservedPod> pods, int count, Predicate<ObservedPod> available) {
    return pods.stream()
        .sorted(Comparator.comparing(available::test).thenComparing(DeletionOrder.FIRST_TO_GO))
        .limit(Math.max(0, count))
        .toList();
  }

  static List<ObservedPod> without(List<ObservedPod> pods, Collection<ObservedPod> gone) {
    var names = gone.stream().map(ObservedPod::name).collect(Collectors.toSet());
    return pods.stream().filter(p -> !names.contains(p.name())).toList();
  }

  private static List<ObservedPod> outdated(
      Bounds bounds,
      List<ObservedPod> updated,
      List<ObservedPod> earlier,
      Predicate<ObservedPod> available) {
    int availableNew = (int) updated.stream().filter(available).count();
    // new pods that aren't available yet don't justify taking an earlier one away
    int most = availableNew + earlier.size() - bounds.leastAvailable();
    var unhealthy =
        firstToGo(earlier.stream().filter(available.negate()).toList(), most, available);
    int spare =
        availableNew + (int) earlier.stream().filter(available).count() - bounds.leastAvailable();
    var spared =
        without(earlier, unhealthy).stream()
            .sorted(oldestTemplateFirst(earlier))
            .limit(Math.max(0, spare));
    return Stream.concat(unhealthy.stream(), spared).toList();
  }

  /// The pods of one earlier template together, the template whose first pod is oldest first.
  private static Comparator<ObservedPod> oldestTemplateFirst(List<ObservedPod> earlier) {
    Set<String> seen = new LinkedHashSet<>();
    earlier.stream()
        .sorted(Comparator.comparing(ObservedPod::created).thenComparing(ObservedPod::name))
        .map(p -> p.label(Deployments.HASH))
        .forEach(seen::add);
    var order = new ArrayList<>(seen);
    return Comparator.<ObservedPod>comparingInt(p -> order.indexOf(p.label(Deployments.HASH)))
        .thenComparing(DeletionOrder.FIRST_TO_GO);
  }
}
