package dev.tulle.core.xds;

import dev.tulle.core.ir.IpFamily;
import dev.tulle.core.ir.Place;
import dev.tulle.core.ir.Workload;
import dev.tulle.core.name.ObjectName;
import java.util.List;
import java.util.Optional;

/// A class of proxies that are all sent the same resources.
public sealed interface Scope {

  /// The proxies of one gateway: of a Gateway object, or of an IngressClass for all the Ingresses
  /// it serves.
  record Gateway(ObjectName name) implements Scope {}

  /// The sidecars of pods of one namespace that are at one place and have HTTP on the same ports.
  /// With `ipv6` they have an address of that family; one of IPv4 they may always have.
  record Sidecar(String namespace, Place place, List<Integer> httpPorts, boolean ipv6)
      implements Scope {
    public Sidecar {
      httpPorts = List.copyOf(httpPorts);
    }
  }

  /// gRPC clients of one namespace and place that speak xDS themselves.
  record Grpc(String namespace, Place place) implements Scope {}

  /// The class that a pod's proxy belongs to, where it has one. Which one a sidecar's is, is not
  /// known before its pod has an address: it would have to be told to listen again.
  static Optional<Scope> of(Workload workload) {
    var namespace = workload.pod().namespace();
    return switch (workload.proxy()) {
      case SIDECAR ->
          workload.families().isEmpty()
              ? Optional.empty()
              : Optional.of(
                  new Sidecar(
                      namespace,
                      workload.place(),
                      workload.httpPorts(),
                      workload.families().contains(IpFamily.IPV6)));
      case GRPC -> Optional.of(new Grpc(namespace, workload.place()));
      case NONE -> Optional.empty();
    };
  }
}
