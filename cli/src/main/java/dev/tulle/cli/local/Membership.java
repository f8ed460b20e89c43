package dev.tulle.cli.local;

import dev.tulle.cli.instance.LocalIdentities;
import dev.tulle.core.ir.Mesh;
import dev.tulle.core.ir.Place;
import dev.tulle.core.ir.Workload;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.name.SpiffeId;
import dev.tulle.core.world.Kind;
import dev.tulle.core.xds.Scope;
import dev.tulle.server.stream.Peer;
import dev.tulle.server.stream.ScopeDirectory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Who is served what, by the mesh that was published last. A pod that is not among its workloads
/// waits; a client that is no pod is a gateway, or one of the host's own, in the namespace of its
/// identity.
final class Membership implements ScopeDirectory {

  static final Scope INGRESS = new Scope.Gateway(LocalSettings.INGRESS);

  private record Known(Map<ObjectName, Workload> workloads, Map<SpiffeId, Scope> gateways) {}

  private volatile Known known =
      new Known(Map.of(), Map.of(LocalIdentities.INGRESS_GATEWAY, INGRESS));

  /// True if some proxy may now belong to another scope than before.
  boolean learn(Mesh mesh) {
    var gateways = new HashMap<SpiffeId, Scope>();
    mesh.gateways().keySet().stream()
        .filter(name -> name.kind().equals(Kind.GATEWAY.name()))
        .forEach(name -> gateways.put(LocalIdentities.gateway(name), new Scope.Gateway(name)));
    gateways.put(LocalIdentities.INGRESS_GATEWAY, INGRESS);
    var next = new Known(mesh.workloads(), gateways);
    boolean moved = !next.equals(known);
    known = next;
    return moved;
  }

  @Override
  public Optional<Scope> scopeOf(Peer peer) {
    var now = known;
    if (peer.pod().isPresent()) {
      return peer.pod().map(now.workloads()::get).flatMap(Scope::of);
    }
    var gateway = now.gateways().get(peer.identity());
    return Optional.of(
        gateway != null ? gateway : new Scope.Grpc(peer.identity().namespace(), Place.UNKNOWN));
  }
}
