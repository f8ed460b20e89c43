package dev.tulle.core.discovery;

import dev.tulle.core.ir.Destination;
import dev.tulle.core.ir.Endpoint;
import dev.tulle.core.ir.IpFamily;
import dev.tulle.core.ir.MeshService;
import dev.tulle.core.ir.Protocol;
import dev.tulle.core.ir.Reach;
import dev.tulle.core.ir.Upstream;
import dev.tulle.core.world.SliceRecord;
import dev.tulle.core.world.SliceRecord.SliceEndpoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The endpoints of a Service, and how many there are. `byPort` has those that gateways use, which
/// regard neither places nor traffic policies; `reach` has what workloads use of each TCP port.
/// `all` counts every endpoint of its slices once, `ready` those that take new requests.
public record ServiceEndpoints(
    Map<PortId, List<Endpoint>> byPort, Map<Destination.Id, Reach> reach, int all, int ready) {

  private static final Reach NOBODY = new Reach.Everywhere(List.of());

  public ServiceEndpoints {
    byPort = Map.copyOf(byPort);
    reach = Map.copyOf(reach);
  }

  /// A port by its number; TCP and UDP may share one.
  public record PortId(int number, boolean tcp) {}

  public List<Endpoint> of(Upstream upstream) {
    var id = new PortId(upstream.port().port(), upstream.protocol() != Protocol.NOT_TCP);
    return byPort.getOrDefault(id, List.of());
  }

  public Reach of(Destination.Id destination) {
    return reach.getOrDefault(destination, NOBODY);
  }

  static ServiceEndpoints resolve(MeshService service, List<SliceRecord> all) {
    var slices = ofOneFamily(service, all);
    var byPort = new HashMap<PortId, List<Endpoint>>();
    for (var port : service.ports()) {
      byPort.putIfAbsent(new PortId(port.number(), port.isTcp()), anywhere(port, slices));
    }
    int ready = byPort.values().stream().mapToInt(ServiceEndpoints::countReady).max().orElse(0);
    int count =
        (int)
            slices.stream()
                .flatMap(slice -> slice.endpoints().stream())
                .map(SliceEndpoint::addresses)
                .distinct()
                .count();
    return new ServiceEndpoints(byPort, reach(service, all, slices), count, ready);
  }

  private static List<Endpoint> anywhere(MeshService.Port port, List<SliceRecord> slices) {
    return EndpointChoice.everywhere(
        new EndpointChoice.Port(port.name(), port.transport(), false), slices);
  }

  private static Map<Destination.Id, Reach> reach(
      MeshService service, List<SliceRecord> all, List<SliceRecord> ofFirst) {
    var reach = new HashMap<Destination.Id, Reach>();
    Destinations.of(service)
        .forEach(
            destination -> {
              var port =
                  new EndpointChoice.Port(
                      destination.portName(), "TCP", service.internalTrafficLocal());
              var slices =
                  destination
                      .address()
                      .map(address -> ofFamily(IpFamily.of(address), all))
                      .orElse(ofFirst);
              reach.put(destination.id(), EndpointChoice.of(port, slices));
            });
    return reach;
  }

  private static int countReady(List<Endpoint> endpoints) {
    return (int) endpoints.stream().filter(e -> e.health() == Endpoint.Health.READY).count();
  }

  /// A pod of a dual-stack Service stands in a slice of each family; it is one endpoint, by its
  /// address of the Service's first family.
  public static List<SliceRecord> ofOneFamily(MeshService service, List<SliceRecord> slices) {
    var usable = slices.stream().filter(slice -> !slice.addressType().equals("FQDN")).toList();
    var preferred = ofFamily(service.firstFamily(), usable);
    return preferred.isEmpty() ? usable : preferred;
  }

  private static List<SliceRecord> ofFamily(IpFamily family, List<SliceRecord> slices) {
    return slices.stream().filter(slice -> slice.addressType().equals(family.toString())).toList();
  }
}
