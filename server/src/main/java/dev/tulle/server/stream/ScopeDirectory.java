package dev.tulle.server.stream;

import dev.tulle.core.xds.Scope;
import java.util.Optional;

/// Which scope a peer belongs to. A proxy whose scope is not known yet waits; it is never sent
/// an empty answer.
@FunctionalInterface
public interface ScopeDirectory {

  Optional<Scope> scopeOf(Peer peer);
}
