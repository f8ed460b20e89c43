package dev.tulle.cli.cluster;

import dev.tulle.core.name.SpiffeId;
import dev.tulle.core.xds.Scope;
import dev.tulle.server.stream.Peer;
import dev.tulle.server.stream.ScopeDirectory;
import java.util.Map;
import java.util.Optional;

/// Who is served what: a gateway's proxies, by the ServiceAccount that they alone run as.
final class ClusterMembership implements ScopeDirectory {

  private volatile Map<SpiffeId, Scope> scopes = Map.of();

  /// True if some proxy may now belong to another scope than before.
  boolean learn(Map<SpiffeId, Scope> next) {
    boolean moved = !next.equals(scopes);
    scopes = Map.copyOf(next);
    return moved;
  }

  @Override
  public Optional<Scope> scopeOf(Peer peer) {
    return Optional.ofNullable(scopes.get(peer.identity()));
  }
}
