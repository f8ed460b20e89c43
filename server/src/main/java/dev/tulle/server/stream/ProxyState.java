package dev.tulle.server.stream;

import dev.tulle.core.xds.Resource;
import java.time.Instant;
import java.util.List;

/// Where a connected proxy stands: up to which sequence number it has answered everything that
/// concerns it, and what it refuses.
public record ProxyState(Proxy proxy, Instant since, long settled, List<Refused> refused) {

  public record Refused(Resource resource, String words) {}
}
