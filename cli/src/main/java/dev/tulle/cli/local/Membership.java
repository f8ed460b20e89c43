package dev.tulle.cli.local;

import dev.tulle.cli.instance.LocalIdentities;
import dev.tulle.core.ir.Place;
import dev.tulle.core.ir.Workload;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.xds.Scope;
import dev.tulle.server.stream.Peer;
import dev.tulle.server.stream.ScopeDirectory;
import java.util.Map;
import java.util.Optional;

/// Who is served what, by the workloads of the mesh that was published last. A pod that is not
/// among them waits; a client that is no pod is one of the host's own, in the namespace of its
/// identity.
final class Membership implements ScopeDirectory {

  static final Scope INGRESS = new Scope.Gateway(LocalSettings.INGRESS);

  private volatile Map<ObjectName, Workload> workloads = Map.of();

  /// True if some pod's proxy may now belong to another scope than before.
  boolean learn(Map<ObjectName, Workload> next) {
    boolean moved = !next.equals(workloads);
    workloads = next;
    return moved;
  }

  @Override
  public Optional<Scope> scopeOf(Peer peer) {
    if (peer.pod().isPresent()) {
      return peer.pod().map(workloads::get).flatMap(Scope::of);
    }
    var identity = peer.identity();
    return Optional.of(
        identity.equals(LocalIdentities.INGRESS_GATEWAY)
            ? INGRESS
            : new Scope.Grpc(identity.namespace(), Place.UNKNOWN));
  }
}
