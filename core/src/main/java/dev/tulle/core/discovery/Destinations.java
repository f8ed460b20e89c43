package dev.tulle.core.discovery;

import dev.tulle.core.ir.Destination;
import dev.tulle.core.ir.IpFamily;
import dev.tulle.core.ir.MeshService;
import dev.tulle.core.ir.Protocol;
import dev.tulle.core.ir.ServicePort;
import dev.tulle.core.name.ObjectName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What workloads can reach: each TCP port of each Service that has endpoints of its own, once for
/// each of its addresses, or once where it has none.
public final class Destinations {

  private Destinations() {}

  private record Front(String address, int port) {}

  /// Of two Services that claim one address, which an API server does not let happen, the first by
  /// name has it.
  public static SortedMap<Destination.Id, Destination> of(
      SortedMap<ObjectName, MeshService> services) {
    var taken = new HashSet<Front>();
    var destinations = new TreeMap<Destination.Id, Destination>();
    for (var service : services.values()) {
      for (var each : of(service)) {
        int port = each.id().port().port();
        boolean free = each.address().map(a -> taken.add(new Front(a, port))).orElse(true);
        destinations.put(each.id(), free ? each : withoutAddress(each));
      }
    }
    return destinations;
  }

  /// The same, where a route makes a port HTTP that says nothing of it.
  public static SortedMap<Destination.Id, Destination> routed(Routed input) {
    var destinations = new TreeMap<>(input.destinations());
    destinations.replaceAll(
        (id, each) ->
            input.ports().contains(id.port()) && !each.isHttp()
                ? with(each, Protocol.HTTP1, each.address())
                : each);
    return destinations;
  }

  /// Destinations, and the ports to which routes are attached.
  public record Routed(
      SortedMap<Destination.Id, Destination> destinations, Set<ServicePort> ports) {}

  private static Destination withoutAddress(Destination other) {
    return with(other, other.protocol(), Optional.empty());
  }

  private static Destination with(Destination other, Protocol protocol, Optional<String> address) {
    return new Destination(
        other.id(), other.index(), other.portName(), protocol, other.affinity(), address);
  }

  static List<Destination> of(MeshService service) {
    if (service.type() == MeshService.Type.EXTERNAL_NAME) {
      return List.of();
    }
    var destinations = new ArrayList<Destination>();
    for (var port : service.ports()) {
      if (!port.isTcp()) {
        continue;
      }
      var addresses = service.addresses();
      destinations.add(
          destination(service, port, Optional.empty(), addresses.stream().findFirst()));
      addresses.stream()
          .skip(1)
          .map(a -> destination(service, port, Optional.of(IpFamily.of(a)), Optional.of(a)))
          .forEach(destinations::add);
    }
    return destinations;
  }

  private static Destination destination(
      MeshService service,
      MeshService.Port port,
      Optional<IpFamily> other,
      Optional<String> address) {
    var at = new ServicePort(service.name(), port.number());
    return new Destination(
        new Destination.Id(at, other),
        port.index(),
        port.name(),
        port.protocol(),
        service.affinity(),
        address);
  }
}
