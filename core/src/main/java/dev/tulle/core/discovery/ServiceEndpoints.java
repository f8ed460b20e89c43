package dev.tulle.core.discovery;

import dev.tulle.core.ir.Endpoint;
import dev.tulle.core.ir.MeshService;
import dev.tulle.core.world.SliceRecord;
import dev.tulle.core.world.SliceRecord.SliceEndpoint;
import dev.tulle.core.world.SliceRecord.SlicePort;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The endpoints of a Service, by port number, and how many there are. `all` counts every endpoint
/// of its slices once, `ready` those that take new requests.
public record ServiceEndpoints(Map<Integer, List<Endpoint>> byPort, int all, int ready) {

  public ServiceEndpoints {
    byPort = Map.copyOf(byPort);
  }

  public List<Endpoint> of(int port) {
    return byPort.getOrDefault(port, List.of());
  }

  static ServiceEndpoints resolve(MeshService service, List<SliceRecord> all) {
    var slices = ofOneFamily(service, all);
    var byPort = new HashMap<Integer, List<Endpoint>>();
    for (var port : service.ports()) {
      byPort.putIfAbsent(port.number(), endpoints(port, slices));
    }
    int ready = byPort.values().stream().mapToInt(ServiceEndpoints::countReady).max().orElse(0);
    int count =
        (int)
            slices.stream()
                .flatMap(slice -> slice.endpoints().stream())
                .map(SliceEndpoint::addresses)
                .distinct()
                .count();
    return new ServiceEndpoints(byPort, count, ready);
  }

  private static int countReady(List<Endpoint> endpoints) {
    return (int) endpoints.stream().filter(e -> e.health() == Endpoint.Health.READY).count();
  }

  /// A pod of a dual-stack Service stands in a slice of each family; it is one endpoint, by its
  /// address of the Service's first family.
  private static List<SliceRecord> ofOneFamily(MeshService service, List<SliceRecord> slices) {
    var usable = slices.stream().filter(slice -> !slice.addressType().equals("FQDN")).toList();
    var wanted = service.ipFamily().isEmpty() ? "IPv4" : service.ipFamily();
    var preferred = usable.stream().filter(slice -> slice.addressType().equals(wanted)).toList();
    return preferred.isEmpty() ? usable : preferred;
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

  /// KEP-1669: endpoints that terminate and still serve take new requests where none is ready.
  private static List<Endpoint> endpoints(MeshService.Port port, List<SliceRecord> slices) {
    var candidates = candidates(port, slices);
    boolean anyReady = candidates.stream().anyMatch(Candidate::ready);
    var leaving = anyReady ? Endpoint.Health.DRAINING : Endpoint.Health.READY;
    return candidates.stream()
        .filter(candidate -> candidate.ready() || candidate.stillServes())
        .map(candidate -> candidate.as(candidate.ready() ? Endpoint.Health.READY : leaving))
        .sorted()
        .toList();
  }

  /// Each address and port once. An endpoint may stand in two slices while it moves between them;
  /// the one that is ready counts.
  private static List<Candidate> candidates(MeshService.Port port, List<SliceRecord> slices) {
    var byAddress = new TreeMap<String, Candidate>();
    for (var slice : slices) {
      var target = target(port, slice);
      if (target.isEmpty()) {
        continue;
      }
      for (var endpoint : slice.endpoints()) {
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

  /// A slice's port belongs to the Service's port of the same name.
  private static Optional<SlicePort> target(MeshService.Port port, SliceRecord slice) {
    return slice.ports().stream()
        .filter(candidate -> candidate.name().equals(port.name()))
        .filter(candidate -> candidate.number() > 0 && candidate.number() < 65536)
        .findFirst();
  }
}
