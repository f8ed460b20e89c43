package dev.tulle.core.ir;

import java.util.Comparator;

/// One address that serves a Service port. `address` is a literal IP address; `zone` and `node` are
/// empty where they are not known.
public record Endpoint(String address, int port, Health health, String zone, String node)
    implements Comparable<Endpoint> {

  private static final Comparator<Endpoint> ORDER =
      Comparator.comparing(Endpoint::zone)
          .thenComparing(Endpoint::address)
          .thenComparingInt(Endpoint::port)
          .thenComparing(Endpoint::health)
          .thenComparing(Endpoint::node);

  /// A draining endpoint finishes what it has and is given nothing new.
  public enum Health {
    READY,
    DRAINING
  }

  @Override
  public int compareTo(Endpoint other) {
    return ORDER.compare(this, other);
  }
}
