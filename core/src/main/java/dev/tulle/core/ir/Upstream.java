package dev.tulle.core.ir;

/// A Service port and what is spoken with it: of each a gateway has one cluster. Routes of several
/// kinds may speak differently with one port.
public record Upstream(ServicePort port, Protocol protocol) implements Comparable<Upstream> {

  @Override
  public int compareTo(Upstream other) {
    int byPort = port.compareTo(other.port);
    return byPort != 0 ? byPort : protocol.compareTo(other.protocol);
  }
}
