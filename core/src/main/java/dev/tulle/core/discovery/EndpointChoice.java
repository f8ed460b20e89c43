package dev.tulle.core.discovery;

import dev.tulle.core.ir.Endpoint;
import dev.tulle.core.ir.Reach;
import dev.tulle.core.world.SliceRecord;
import dev.tulle.core.world.SliceRecord.SliceEndpoint;
import dev.tulle.core.world.SliceRecord.SlicePort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Which endpoints take the connections to a port of a Service, as kube-proxy of Kubernetes 1.35
/// chooses them (`CategorizeEndpoints`).
///
/// * Those that are ready. With `internalTrafficPolicy: Local`, of these only the client's own
///   node's. Otherwise, where each has a hint for nodes and one of them for the client's, those
///   with that hint; else the same by zones. `trafficDistribution` acts through hints alone.
/// * Where none is ready, those that terminate and still serve (KEP-1669), with `Local` again those
///   of the node, and hints aside.
/// * `publishNotReadyAddresses` has its say in `ready`.
///
/// Endpoints that terminate and still serve beside ready ones are listed as draining.
public final class EndpointChoice {

  private EndpointChoice() {}

  /// The port of a Service that endpoints are wanted for. `transport` is `TCP`, `UDP` or `SCTP`;
  /// with `local` the Service has `internalTrafficPolicy: Local`.
  public record Port(String name, String transport, boolean local) {}

  /// All slices are of one address family.
  public static Reach of(Port port, List<SliceRecord> slices) {
    var candidates = candidates(port, slices);
    if (port.local()) {
      var byNode = groups(candidates, candidate -> Set.of(candidate.endpoint().node()));
      byNode.remove("");
      return new Reach.ByPlace(mapped(byNode, EndpointChoice::usable), Map.of(), List.of());
    }
    var ready = candidates.stream().filter(Candidate::ready).toList();
    var draining = candidates.stream().filter(c -> !c.ready() && c.stillServes()).toList();
    var byNode = hinted(ready, draining, SliceEndpoint::hintNodes);
    var byZone = hinted(ready, draining, SliceEndpoint::hintZones);
    var all = usable(candidates);
    return byNode.isEmpty() && byZone.isEmpty()
        ? new Reach.Everywhere(all)
        : new Reach.ByPlace(byNode, byZone, all);
  }

  /// Those that take connections from anybody, wherever they are.
  static List<Endpoint> everywhere(Port port, List<SliceRecord> slices) {
    return usable(candidates(port, slices));
  }

  /// Hints count only where every ready endpoint has some.
  private static Map<String, List<Endpoint>> hinted(
      List<Candidate> ready, List<Candidate> draining, Function<SliceEndpoint, Set<String>> hints) {
    if (ready.stream().anyMatch(candidate -> hints.apply(candidate.endpoint()).isEmpty())) {
      return Map.of();
    }
    var groups = groups(ready, candidate -> hints.apply(candidate.endpoint()));
    groups.values().forEach(group -> group.addAll(draining));
    return mapped(groups, EndpointChoice::usable);
  }

  private static Map<String, List<Candidate>> groups(
      List<Candidate> candidates, Function<Candidate, Set<String>> places) {
    var groups = new HashMap<String, List<Candidate>>();
    for (var candidate : candidates) {
      for (var place : places.apply(candidate)) {
        groups.computeIfAbsent(place, key -> new ArrayList<>()).add(candidate);
      }
    }
    return groups;
  }

  private static Map<String, List<Endpoint>> mapped(
      Map<String, List<Candidate>> groups, Function<List<Candidate>, List<Endpoint>> function) {
    return groups.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, group -> function.apply(group.getValue())));
  }

  /// KEP-1669: endpoints that terminate and still serve take new requests where none is ready.
  private static List<Endpoint> usable(List<Candidate> candidates) {
    boolean anyReady = candidates.stream().anyMatch(Candidate::ready);
    var leaving = anyReady ? Endpoint.Health.DRAINING : Endpoint.Health.READY;
    Predicate<Candidate> used = candidate -> candidate.ready() || candidate.stillServes();
    return candidates.stream()
        .filter(used)
        .map(candidate -> candidate.as(candidate.ready() ? Endpoint.Health.READY : leaving))
        .sorted()
        .toList();
  }

  private record Candidate(SliceEndpoint endpoint, int port) {

    String address() {
      return endpoint.addresses().getFirst();
    }

    /// Kubernetes' own rule: `ready` alone decides, also where the Service publishes addresses that
    /// are not ready, since the slice then says that they are.
    boolean ready() {
      return endpoint.ready();
    }

    boolean stillServes() {
      return endpoint.terminating() && endpoint.serving();
    }

    Endpoint as(Endpoint.Health health) {
      return new Endpoint(address(), port, health, endpoint.zone(), endpoint.node());
    }
  }

  /// Each address and port once. An endpoint may stand in two slices while it moves between them;
  /// the one that is ready counts.
  private static List<Candidate> candidates(Port port, List<SliceRecord> slices) {
    var byAddress = new TreeMap<String, Candidate>();
    for (var slice : slices) {
      var target = target(port, slice);
      if (target.isEmpty()) {
        continue;
      }
      for (var endpoint : slice.endpoints()) {
        // the others of its addresses mean the same endpoint
        if (endpoint.addresses().isEmpty() || !Addresses.allowed(endpoint.addresses().getFirst())) {
          continue;
        }
        var candidate = new Candidate(endpoint, target.get().number());
        byAddress.merge(
            candidate.address() + " " + candidate.port(),
            candidate,
            (one, other) -> one.ready() || !other.ready() ? one : other);
      }
    }
    return List.copyOf(byAddress.values());
  }

  /// A slice's port belongs to the Service's port of the same name and transport.
  private static Optional<SlicePort> target(Port port, SliceRecord slice) {
    return slice.ports().stream()
        .filter(candidate -> candidate.name().equals(port.name()))
        .filter(candidate -> candidate.protocol().equals(port.transport()))
        .filter(candidate -> candidate.number() > 0 && candidate.number() < 65536)
        .findFirst();
  }
}
