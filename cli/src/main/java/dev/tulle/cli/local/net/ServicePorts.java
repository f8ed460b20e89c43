package dev.tulle.cli.local.net;

import dev.tulle.core.world.Kind;
import dev.tulle.core.world.SliceRecord;
import dev.tulle.core.world.SliceRecord.SliceEndpoint;
import dev.tulle.core.world.SliceRecord.SlicePort;
import dev.tulle.core.world.World;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Where connections to Services go: for each IPv4 address and port of a Service, the endpoints
/// that take them. A port without any is not in it. Chosen as kube-proxy does: those that are
/// ready, and where there are none, those that are ending but still serve (KEP-1669).
public record ServicePorts(SortedMap<Front, Behind> fronts) {

  static final ServicePorts NONE = new ServicePorts(new TreeMap<>());

  private static final Set<String> PROTOCOLS = Set.of("TCP", "UDP");
  private static final int AFFINITY_SECONDS = 10_800;

  /// What a client connects to; `protocol` is `tcp` or `udp`.
  public record Front(String address, String protocol, int port) implements Comparable<Front> {
    private static final Comparator<Front> ORDER =
        Comparator.comparing(Front::address)
            .thenComparing(Front::protocol)
            .thenComparingInt(Front::port);

    @Override
    public int compareTo(Front other) {
      return ORDER.compare(this, other);
    }
  }

  /// The endpoints behind a front, in the order of their addresses and never none. With
  /// `affinitySeconds` other than 0 a client keeps its endpoint for that long.
  public record Behind(List<Target> targets, int affinitySeconds) {
    public Behind {
      targets = List.copyOf(targets);
    }
  }

  public record Target(String address, int port) implements Comparable<Target> {
    private static final Comparator<Target> ORDER =
        Comparator.comparing(Target::address).thenComparingInt(Target::port);

    @Override
    public int compareTo(Target other) {
      return ORDER.compare(this, other);
    }
  }

  public static ServicePorts of(World world) {
    var fronts = new TreeMap<Front, Behind>();
    world.all(Kind.SERVICE).forEach((name, service) -> read(service, world.slicesOf(name), fronts));
    return new ServicePorts(fronts);
  }

  private static void read(
      Service service, List<SliceRecord> slices, SortedMap<Front, Behind> fronts) {
    var spec = service.getSpec();
    var address = spec == null ? "" : Objects.requireNonNullElse(spec.getClusterIP(), "");
    if (spec == null
        || "ExternalName".equals(spec.getType())
        || AddressRange.everywhere().find(address).isEmpty()) {
      return;
    }
    for (var port : Objects.requireNonNullElse(spec.getPorts(), List.<ServicePort>of())) {
      var protocol = Objects.requireNonNullElse(port.getProtocol(), "TCP");
      var targets = targets(port, protocol, slices);
      if (PROTOCOLS.contains(protocol) && !targets.isEmpty()) {
        fronts.put(
            new Front(address, protocol.toLowerCase(java.util.Locale.ROOT), port.getPort()),
            new Behind(targets, affinity(spec)));
      }
    }
  }

  private static List<Target> targets(ServicePort port, String protocol, List<SliceRecord> slices) {
    var ready = targets(port, protocol, slices, SliceEndpoint::ready);
    return ready.isEmpty()
        ? targets(port, protocol, slices, end -> end.serving() && end.terminating())
        : ready;
  }

  private static List<Target> targets(
      ServicePort port,
      String protocol,
      List<SliceRecord> slices,
      Predicate<SliceEndpoint> wanted) {
    var name = Objects.requireNonNullElse(port.getName(), "");
    var found = new TreeSet<Target>();
    for (var slice : slices) {
      var number = slice.addressType().equals("IPv4") ? number(slice, name, protocol) : -1;
      if (number > 0) {
        slice.endpoints().stream()
            .filter(end -> wanted.test(end) && !end.addresses().isEmpty())
            .map(end -> end.addresses().getFirst()) // the others mean the same endpoint
            .filter(address -> AddressRange.everywhere().find(address).isPresent())
            .forEach(address -> found.add(new Target(address, number)));
      }
    }
    return new ArrayList<>(found);
  }

  private static int number(SliceRecord slice, String name, String protocol) {
    return slice.ports().stream()
        .filter(port -> port.name().equals(name) && port.protocol().equals(protocol))
        .mapToInt(SlicePort::number)
        .findFirst()
        .orElse(-1);
  }

  private static int affinity(ServiceSpec spec) {
    if (!"ClientIP".equals(spec.getSessionAffinity())) {
      return 0;
    }
    return Optional.ofNullable(spec.getSessionAffinityConfig())
        .map(config -> config.getClientIP())
        .map(client -> client.getTimeoutSeconds())
        .orElse(AFFINITY_SECONDS);
  }

  /// The addresses of all endpoints.
  Set<String> addresses() {
    var all = new TreeSet<String>();
    fronts.values().forEach(behind -> behind.targets().forEach(t -> all.add(t.address())));
    return all;
  }
}
