package dev.tulle.cli.cluster;

import dev.tulle.core.gateway.GatewayApi;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.name.SpiffeId;
import dev.tulle.core.world.Kind;
import dev.tulle.core.xds.Scope;
import dev.tulle.server.controlplane.ControlPlane;
import dev.tulle.server.deploy.Fleets;
import dev.tulle.server.loop.Published;
import dev.tulle.server.stream.Peer;
import dev.tulle.server.trust.ControlPlaneNames;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who is served what: a gateway's proxies, by the ServiceAccount that they alone run as. A pod
/// whose account is no gateway's waits, as does one that is not there, and one whose account two
/// gateways have.
final class ClusterMembership implements ControlPlane.Membership {

  private final ControlPlaneNames names;
  private volatile Known known = new Known(Map.of(), Set.of());

  /// What the answers follow from.
  private record Known(Map<SpiffeId, Scope> scopes, Set<ObjectName> pods) {}

  ClusterMembership(ControlPlaneNames names) {
    this.names = names;
  }

  @Override
  public boolean learn(Published published) {
    return learn(
        published.compilation().mesh().gateways().keySet(),
        published.world().all(Kind.POD).keySet());
  }

  boolean learn(Collection<ObjectName> gateways, Set<ObjectName> pods) {
    var scopes = new HashMap<SpiffeId, Scope>();
    var twice = new HashSet<SpiffeId>();
    for (var gateway : gateways) {
      var account = account(gateway);
      if (scopes.put(account, new Scope.Gateway(gateway)) != null) {
        twice.add(account);
      }
    }
    scopes.keySet().removeAll(twice);
    var next = new Known(Map.copyOf(scopes), Set.copyOf(pods));
    boolean moved = !next.equals(known);
    known = next;
    return moved;
  }

  private SpiffeId account(ObjectName gateway) {
    return gateway.kind().equals(Kind.GATEWAY.name())
        ? new SpiffeId(names.trustDomain(), gateway.namespace(), GatewayApi.madeFor(gateway))
        : new SpiffeId(names.trustDomain(), names.namespace(), Fleets.INGRESS);
  }

  @Override
  public Optional<Scope> scopeOf(Peer peer) {
    var now = known;
    return peer.pod().filter(now.pods()::contains).map(pod -> now.scopes().get(peer.identity()));
  }
}
