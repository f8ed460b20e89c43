package dev.tulle.cli.local.net;

import dev.tulle.core.discovery.EndpointChoice;
import dev.tulle.core.discovery.Services;
import dev.tulle.core.discovery.Workloads;
import dev.tulle.core.ir.Endpoint;
import dev.tulle.core.ir.IpFamily;
import dev.tulle.core.ir.Place;
import dev.tulle.core.ir.Reach;
import dev.tulle.core.world.Kind;
import dev.tulle.core.world.SliceRecord;
import dev.tulle.core.world.World;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Where connections to Services go: for each address and port of a Service, the endpoints
/// that take them. A port without any is not in it. Which they are is `EndpointChoice`'s to say,
/// as on a node whose name all pods have; pods for whom it says otherwise, for their zone, have
/// fronts of their own.
public record ServicePorts(SortedMap<Front, Behind> fronts) {

  static final ServicePorts NONE = new ServicePorts(new TreeMap<>());

  private static final Set<String> PROTOCOLS = Set.of("TCP", "UDP");
  private static final int AFFINITY_SECONDS = 10_800;

  /// What a client connects to; `protocol` is `tcp` or `udp`. `client` is the address of the one
  /// pod that it is for, or empty: then it is for all that have none of their own.
  public record Front(String address, String protocol, int port, String client)
      implements Comparable<Front> {
    private static final Comparator<Front> ORDER =
        Comparator.comparing(Front::address)
            .thenComparing(Front::protocol)
            .thenComparingInt(Front::port)
            .thenComparing(Front::client);

    IpFamily family() {
      return IpFamily.of(address);
    }

    Front forClient(String other) {
      return new Front(address, protocol, port, other);
    }

    @Override
    public int compareTo(Front other) {
      return ORDER.compare(this, other);
    }
  }

  /// The endpoints behind a front, in the order of their addresses; none only where a pod is to
  /// reach none that others do. With `affinitySeconds` other than 0 a client keeps its endpoint for
  /// that long.
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
    var clients = new TreeMap<String, Place>();
    for (var pod : world.all(Kind.POD).values()) {
      pod.addresses().forEach(address -> clients.put(address, Workloads.place(pod)));
    }
    var fronts = new TreeMap<Front, Behind>();
    world
        .all(Kind.SERVICE)
        .forEach(
            (name, service) ->
                Services.read(new Services.Input(name, service))
                    .addresses()
                    .forEach(
                        address ->
                            read(
                                service.getSpec(),
                                address,
                                world.slicesOf(name),
                                clients,
                                fronts)));
    return new ServicePorts(fronts);
  }

  /// Those of one family.
  ServicePorts of(IpFamily family) {
    var some = new TreeMap<>(fronts);
    some.keySet().removeIf(front -> front.family() != family);
    return new ServicePorts(some);
  }

  private static void read(
      ServiceSpec spec,
      String address,
      List<SliceRecord> slices,
      SortedMap<String, Place> clients,
      SortedMap<Front, Behind> fronts) {
    var family = IpFamily.of(address);
    var ours =
        slices.stream().filter(slice -> slice.addressType().equals(family.toString())).toList();
    boolean local = "Local".equals(spec.getInternalTrafficPolicy());
    for (var port : Objects.requireNonNullElse(spec.getPorts(), List.<ServicePort>of())) {
      var protocol = Objects.requireNonNullElse(port.getProtocol(), "TCP");
      if (PROTOCOLS.contains(protocol)) {
        var name = Objects.requireNonNullElse(port.getName(), "");
        var reach = EndpointChoice.of(new EndpointChoice.Port(name, protocol, local), ours);
        var anybody = new Front(address, protocol.toLowerCase(Locale.ROOT), port.getPort(), "");
        add(anybody, reach, affinity(spec), clients, fronts);
      }
    }
  }

  private static void add(
      Front anybody,
      Reach reach,
      int affinity,
      SortedMap<String, Place> clients,
      SortedMap<Front, Behind> fronts) {
    // all pods are on one node
    var node = clients.isEmpty() ? "" : clients.firstEntry().getValue().node();
    var common = new Behind(targets(reach.at(new Place(node, ""))), affinity);
    if (!common.targets().isEmpty()) {
      fronts.put(anybody, common);
    }
    switch (reach) {
      case Reach.Everywhere _ -> {}
      case Reach.ByPlace _ ->
          clients.forEach(
              (client, place) -> {
                var own = new Behind(targets(reach.at(place)), affinity);
                if (IpFamily.of(client) == anybody.family() && !own.equals(common)) {
                  fronts.put(anybody.forClient(client), own);
                }
              });
    }
  }

  private static List<Target> targets(List<Endpoint> endpoints) {
    return endpoints.stream()
        .filter(endpoint -> endpoint.health() == Endpoint.Health.READY)
        .map(endpoint -> new Target(endpoint.address(), endpoint.port()))
        .distinct()
        .sorted()
        .toList();
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
