package dev.tulle.core.ir;

import dev.tulle.core.name.ObjectName;
import java.util.List;
import java.util.Set;

/// A pod as a member of the mesh. `httpPorts` are those of its own ports, in ascending order, on
/// which HTTP is spoken as far as Services that lead to it say so. `families` are those of its
/// addresses; empty until it has one.
public record Workload(
    ObjectName pod, Proxy proxy, Place place, List<Integer> httpPorts, Set<IpFamily> families) {

  public Workload {
    httpPorts = List.copyOf(httpPorts);
    families = Set.copyOf(families);
  }

  /// How a pod takes part.
  public enum Proxy {
    /// An Envoy in its network namespace carries all its TCP connections.
    SIDECAR,
    /// Its programs are gRPC clients that are configured over xDS themselves.
    GRPC,
    /// It is not in the mesh; its programs speak for themselves.
    NONE
  }
}
