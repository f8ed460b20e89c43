package dev.tulle.cli.cluster;

import dev.tulle.core.gateway.GatewayApi;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.name.SpiffeId;
import dev.tulle.core.world.Kind;
import dev.tulle.core.xds.Scope;
import dev.tulle.server.deploy.Fleets;
import dev.tulle.server.stream.Peer;
import dev.tulle.server.stream.ScopeDirectory;
import dev.tulle.server.trust.ControlPlaneNames;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Who is served what: a gateway's proxies, by the ServiceAccount that they alone run as. A pod
/// whose account is no gateway's waits.
final class ClusterMembership implements ScopeDirectory {

  private final ControlPlaneNames names;
  private volatile Map<SpiffeId, Scope> scopes = Map.of();

  ClusterMembership(ControlPlaneNames names) {
    this.names = names;
  }

  /// True if some proxy may now belong to another scope than before.
  boolean learn(Collection<ObjectName> gateways) {
    var next = new HashMap<SpiffeId, Scope>();
    gateways.forEach(name -> next.put(account(name), new Scope.Gateway(name)));
    boolean moved = !next.equals(scopes);
    scopes = Map.copyOf(next);
    return moved;
  }

  private SpiffeId account(ObjectName gateway) {
    return gateway.kind().equals(Kind.GATEWAY.name())
        ? new SpiffeId(names.trustDomain(), gateway.namespace(), GatewayApi.madeFor(gateway))
        : new SpiffeId(names.trustDomain(), names.namespace(), Fleets.INGRESS);
  }

  @Override
  public Optional<Scope> scopeOf(Peer peer) {
    return Optional.ofNullable(scopes.get(peer.identity()));
  }
}
