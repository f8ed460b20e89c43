package dev.tulle.core.gateway;

import dev.tulle.core.ir.MeshService;
import dev.tulle.core.memo.SortedMaps;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// All policies of one kind, and which of them counts for a port of a Service. Of those for one
/// target the oldest counts, whether or not it can be followed: what it wants is never left out.
/// `findings` say of each policy what it has won or lost.
record Policies<P extends Policy<P>>(
    SortedMap<ObjectName, P> all,
    Map<ObjectName, Map<String, P>> byService,
    SortedMap<ObjectName, List<Finding>> findings) {

  /// The oldest first, then by name. What has not been created yet is the youngest.
  private static final Comparator<Policy<?>> OLDEST_FIRST =
      Comparator.comparing((Policy<?> policy) -> policy.created().isEmpty())
          .thenComparing(Policy::created)
          .thenComparing(Policy::name);

  /// All that the result follows from.
  record Input<P extends Policy<P>>(
      SortedMap<ObjectName, P> policies, SortedMap<ObjectName, MeshService> services) {}

  static <P extends Policy<P>> Policies<P> none() {
    return new Policies<P>(new TreeMap<>(), Map.of(), new TreeMap<>());
  }

  static <P extends Policy<P>> Policies<P> resolve(Input<P> input) {
    var counted = new ArrayList<P>();
    var judged = new TreeMap<ObjectName, P>();
    var findings = new TreeMap<ObjectName, List<Finding>>();
    var byService = new HashMap<ObjectName, Map<String, P>>();
    var oldestFirst = input.policies().values().stream().sorted(OLDEST_FIRST).toList();
    for (var policy : oldestFirst) {
      var own = new ArrayList<Finding>();
      var result = policy;
      for (var target : policy.targets()) {
        var winner = counted.stream().filter(other -> has(other, target)).findFirst();
        if (winner.isPresent()) {
          var lost = lost(policy, target, winner.get());
          result = result.refusedFor(lost);
          own.add(lost);
          findings
              .computeIfAbsent(winner.get().name(), key -> new ArrayList<>())
              .add(won(winner.get(), target, policy));
        } else {
          byService
              .computeIfAbsent(target.service(), key -> new HashMap<>())
              .put(target.portName(), policy);
          missing(policy, target, input.services()).ifPresent(own::add);
        }
      }
      counted.add(policy);
      judged.put(policy.name(), result);
      findings.computeIfAbsent(policy.name(), key -> new ArrayList<>()).addAll(own);
    }
    return new Policies<>(
        judged, byService, SortedMaps.mapValues(findings, (key, each) -> List.copyOf(each)));
  }

  private static boolean has(Policy<?> policy, PolicyTarget target) {
    return policy.targets().stream().anyMatch(target::isSame);
  }

  private static Finding lost(Policy<?> loser, PolicyTarget target, Policy<?> winner) {
    return Findings.error(
        loser.name(),
        target.field(),
        "Conflicted",
        "is for " + target + ", for which " + winner.name() + " counts, which was there first",
        loser.conflictCure());
  }

  private static Finding won(Policy<?> winner, PolicyTarget target, Policy<?> loser) {
    return Findings.warning(
        winner.name(),
        "spec.targetRefs",
        "Conflicted",
        "counts for " + target + "; " + loser.name() + " wants the same and does not",
        winner.conflictCure());
  }

  private static Optional<Finding> missing(
      Policy<?> policy, PolicyTarget target, SortedMap<ObjectName, MeshService> services) {
    var service = services.get(target.service());
    if (service == null) {
      return Optional.of(
          Findings.warning(
              policy.name(),
              target.field(),
              "TargetNotFound",
              "is for " + target.service() + ", which does not exist",
              "create it, or name another one"));
    }
    return target.portName().isEmpty() || service.port(target.portName()).isPresent()
        ? Optional.empty()
        : Optional.of(
            Findings.warning(
                policy.name(),
                target.field() + ".sectionName",
                "TargetNotFound",
                "is for " + target + ", which has no such port",
                "write the name of one of its ports"));
  }

  /// One for this port alone goes before one for the whole Service.
  Optional<P> of(MeshService service, MeshService.Port port) {
    var byPort = byService.getOrDefault(service.name(), Map.of());
    var own = port.name().isEmpty() ? null : byPort.get(port.name());
    return Optional.ofNullable(own != null ? own : byPort.get(""));
  }

  /// The one for the whole Service.
  Optional<P> of(ObjectName service) {
    return Optional.ofNullable(byService.getOrDefault(service, Map.of()).get(""));
  }
}
