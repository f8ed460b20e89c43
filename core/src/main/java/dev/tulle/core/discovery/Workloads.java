package dev.tulle.core.discovery;

import dev.tulle.core.ir.IpFamily;
import dev.tulle.core.ir.MeshService;
import dev.tulle.core.ir.Place;
import dev.tulle.core.ir.Workload;
import dev.tulle.core.world.PodRecord;
import dev.tulle.core.world.PodRecord.PodPort;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Reads a pod as a member of the mesh.
public final class Workloads {

  /// With Kubernetes 1.35 and later every pod has its node's zone in this label.
  private static final String ZONE = "topology.kubernetes.io/zone";

  private Workloads() {}

  /// All that a workload follows from.
  public record Input(PodRecord pod, Injection.Said namespace, Selectors services) {}

  public static Workload read(Input input) {
    var pod = input.pod();
    return new Workload(
        pod.name(),
        Injection.of(Injection.Said.of(pod), input.namespace()),
        place(pod),
        httpPorts(pod, input.services().matching(pod.labels())),
        pod.addresses().stream().map(IpFamily::of).collect(Collectors.toSet()));
  }

  public static Place place(PodRecord pod) {
    return new Place(pod.node(), pod.labels().getOrDefault(ZONE, ""));
  }

  /// What one Service calls HTTP and another does not is TCP: what the other's clients send would
  /// not pass otherwise.
  private static List<Integer> httpPorts(PodRecord pod, List<MeshService> services) {
    var http = new TreeMap<Integer, Boolean>();
    for (var service : services) {
      for (var port : service.ports()) {
        if (port.isTcp()) {
          target(port.target(), pod.ports())
              .ifPresent(own -> http.merge(own, port.protocol().isHttp(), Boolean::logicalAnd));
        }
      }
    }
    return http.entrySet().stream().filter(e -> e.getValue()).map(e -> e.getKey()).toList();
  }

  private static OptionalInt target(MeshService.Target target, List<PodPort> declared) {
    return switch (target) {
      case MeshService.Target.Numbered(var port) -> OptionalInt.of(port);
      case MeshService.Target.Named(var name) ->
          declared.stream()
              .filter(port -> port.name().equals(name) && port.protocol().equals("TCP"))
              .mapToInt(PodPort::number)
              .findFirst();
    };
  }
}
