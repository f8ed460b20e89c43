package dev.tulle.cli.local.controller;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Change;
import dev.tulle.core.world.Kind;
import dev.tulle.core.world.PodRecord;
import dev.tulle.core.world.PodRecord.PodPort;
import dev.tulle.core.world.SliceRecord;
import dev.tulle.core.world.SliceRecord.SliceEndpoint;
import dev.tulle.core.world.SliceRecord.SlicePort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The EndpointSlices of Services that have a selector, as Kubernetes' endpointslice controller
/// makes them: one for each address family, and one more where a named target port is another
/// number in some pods. Equal input gives equal slices in equal order. Unlike there, a slice has
/// any number of endpoints, and its name follows from the Service and the slice's ports.
public final class EndpointSlices {

  private static final int SUFFIX = 5;

  /// Where a pod's node is. A cluster copies this label of the node to the pod.
  private static final String ZONE = "topology.kubernetes.io/zone";

  private static final String SAME_NODE = "PreferSameNode";

  /// The values of `trafficDistribution` for which endpoints that are ready have hints: each the
  /// zone that it is in, and its node where the node comes first.
  private static final Set<String> NEAR = Set.of("PreferClose", "PreferSameZone", SAME_NODE);

  private EndpointSlices() {}

  /// The slices of all the Services, in the order of their names.
  static List<SliceRecord> of(Collection<Service> services, LabelIndex<ObservedPod> pods) {
    var slices = new TreeMap<ObjectName, SliceRecord>();
    for (var service : services) {
      for (var slice : of(service, pods)) {
        slices.put(slice.name(), slice);
      }
    }
    return List.copyOf(slices.values());
  }

  /// What turns the slices `before` into those `after`.
  public static List<Change> changes(
      Collection<SliceRecord> before, Collection<SliceRecord> after) {
    var gone = new TreeMap<ObjectName, Change>();
    var former = new HashMap<ObjectName, SliceRecord>();
    before.forEach(s -> gone.put(s.name(), Change.gone(s.name())));
    before.forEach(s -> former.put(s.name(), s));
    var changes = new ArrayList<Change>();
    for (var slice : after) {
      gone.remove(slice.name());
      if (!slice.equals(former.get(slice.name()))) {
        changes.add(Change.put(slice.name(), slice));
      }
    }
    changes.addAll(gone.values());
    return changes;
  }

  private static List<SliceRecord> of(Service service, LabelIndex<ObservedPod> pods) {
    var spec = Fields.or(service.getSpec(), new ServiceSpec());
    var selector = Fields.map(spec.getSelector());
    if (selector.isEmpty() || "ExternalName".equals(spec.getType())) {
      return List.of();
    }
    var name = Fields.name("Service", service.getMetadata());
    var found = pods.matching(name.namespace(), selector);
    return families(spec).stream().flatMap(f -> family(name, spec, f, found)).toList();
  }

  private static Stream<SliceRecord> family(
      ObjectName service, ServiceSpec spec, String family, List<ObservedPod> pods) {
    var byPorts = new TreeMap<String, List<SliceEndpoint>>();
    var ports = new HashMap<String, List<SlicePort>>();
    for (var pod : pods) {
      var address = address(pod, family);
      if (address.isEmpty() || pod.finished()) {
        continue;
      }
      var resolved = ports(spec, pod);
      var key = resolved.toString();
      ports.put(key, resolved);
      byPorts
          .computeIfAbsent(key, k -> new ArrayList<>())
          .add(endpoint(service, spec, pod, address.get()));
    }
    if (byPorts.isEmpty()) {
      return Stream.of(slice(service, family, List.of(), List.of()));
    }
    return byPorts.entrySet().stream()
        .map(e -> slice(service, family, ports.getOrDefault(e.getKey(), List.of()), e.getValue()));
  }

  private static SliceRecord slice(
      ObjectName service, String family, List<SlicePort> ports, List<SliceEndpoint> endpoints) {
    var suffix = Template.shortHash(family + ports, SUFFIX);
    var name = Kind.ENDPOINT_SLICE.named(service.namespace(), service.name() + "-" + suffix);
    return new SliceRecord(name, service.name(), family, ports, endpoints);
  }

  private static SliceEndpoint endpoint(
      ObjectName service, ServiceSpec spec, ObservedPod pod, String address) {
    var podSpec = Fields.or(pod.pod().getSpec(), new PodSpec());
    boolean published = Fields.isTrue(spec.getPublishNotReadyAddresses());
    boolean ready = published || (pod.ready() && !pod.terminating());
    boolean named = service.name().equals(podSpec.getSubdomain());
    var node = Fields.text(podSpec.getNodeName());
    var zone = pod.labels().getOrDefault(ZONE, "");
    var distribution = ready ? Fields.text(spec.getTrafficDistribution()) : "";
    return new SliceEndpoint(
        List.of(address),
        ready,
        pod.ready(),
        pod.terminating(),
        named ? Fields.text(podSpec.getHostname()) : "",
        node,
        zone,
        NEAR.contains(distribution) ? hint(zone) : Set.of(),
        distribution.equals(SAME_NODE) ? hint(node) : Set.of(),
        pod.name().name());
  }

  private static Set<String> hint(String place) {
    return place.isEmpty() ? Set.of() : Set.of(place);
  }

  /// The Service's ports as they are in this pod. One whose name the pod does not declare is left
  /// out, as in Kubernetes.
  private static List<SlicePort> ports(ServiceSpec spec, ObservedPod pod) {
    var declared = PodRecord.ports(Fields.or(pod.pod().getSpec(), new PodSpec()));
    var ports = new ArrayList<SlicePort>();
    for (var port : Fields.list(spec.getPorts())) {
      var protocol = Fields.or(port.getProtocol(), "TCP");
      target(port, protocol, declared)
          .ifPresent(
              number ->
                  ports.add(
                      new SlicePort(
                          Fields.text(port.getName()),
                          number,
                          protocol,
                          Fields.text(port.getAppProtocol()))));
    }
    return ports;
  }

  static OptionalInt target(ServicePort port, String protocol, List<PodPort> declared) {
    var target = Fields.or(port.getTargetPort(), new IntOrString());
    var name = Fields.text(target.getStrVal());
    if (name.isEmpty()) {
      int number = Fields.or(target.getIntVal(), 0);
      return OptionalInt.of(number == 0 ? Fields.or(port.getPort(), 0) : number);
    }
    return declared.stream()
        .filter(p -> p.name().equals(name) && p.protocol().equals(protocol))
        .mapToInt(PodPort::number)
        .findFirst();
  }

  private static Optional<String> address(ObservedPod pod, String family) {
    return PodRecord.addresses(pod.pod()).stream()
        .filter(ip -> "IPv6".equals(family) == ip.contains(":"))
        .findFirst();
  }

  /// The Service's families; where it names none, that of its address, or IPv4.
  private static List<String> families(ServiceSpec spec) {
    var named = Fields.list(spec.getIpFamilies());
    if (!named.isEmpty()) {
      return named.stream().distinct().toList();
    }
    return List.of(Fields.text(spec.getClusterIP()).contains(":") ? "IPv6" : "IPv4");
  }
}
