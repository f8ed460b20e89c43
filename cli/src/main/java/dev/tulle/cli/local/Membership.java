package dev.tulle.cli.local;

import dev.tulle.cli.instance.LocalIdentities;
import dev.tulle.core.ir.Place;
import dev.tulle.core.ir.Workload;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.name.SpiffeId;
import dev.tulle.core.world.Kind;
import dev.tulle.core.xds.Scope;
import dev.tulle.server.controlplane.ControlPlane;
import dev.tulle.server.loop.Published;
import dev.tulle.server.stream.Peer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who is served what, by the mesh that was published last. A pod that is not among its workloads
/// or gateways waits; a client that is no pod is one of the host's own, in the namespace of its
/// identity.
final class Membership implements ControlPlane.Membership {

  static final Scope INGRESS = new Scope.Gateway(LocalSettings.INGRESS);

  private record Known(Map<ObjectName, Workload> workloads, Map<ObjectName, Scope> gateways) {}

  private volatile Known known = new Known(Map.of(), Map.of());

  @Override
  public boolean learn(Published published) {
    var mesh = published.compilation().mesh();
    return learn(mesh.workloads(), mesh.gateways().keySet());
  }

  boolean learn(Map<ObjectName, Workload> workloads, Set<ObjectName> gateways) {
    var scopes = new HashMap<ObjectName, Scope>();
    gateways.stream()
        .filter(name -> name.kind().equals(Kind.GATEWAY.name()))
        .forEach(name -> scopes.put(LocalIdentities.gatewayPod(name), new Scope.Gateway(name)));
    var next = new Known(workloads, scopes);
    boolean moved = !next.equals(known);
    known = next;
    return moved;
  }

  @Override
  public Optional<Scope> scopeOf(Peer peer) {
    if (peer.pod().isPresent()) {
      return scopeOf(peer.pod().get(), peer.identity());
    }
    var identity = peer.identity();
    return Optional.of(
        identity.equals(LocalIdentities.INGRESS_GATEWAY)
            ? INGRESS
            : new Scope.Grpc(identity.namespace(), Place.UNKNOWN));
  }

  /// The Envoy of a Gateway is told from a pod that is called the same by its account.
  private Optional<Scope> scopeOf(ObjectName pod, SpiffeId identity) {
    var now = known;
    var gateway = now.gateways().get(pod);
    return gateway != null && identity.serviceAccount().equals(pod.name())
        ? Optional.of(gateway)
        : Optional.ofNullable(now.workloads().get(pod)).flatMap(Scope::of);
  }
}
