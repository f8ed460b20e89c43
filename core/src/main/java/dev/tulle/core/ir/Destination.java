package dev.tulle.core.ir;

import java.util.Optional;

/// A TCP port of a Service as workloads reach it over one IP family. `index` is the port's place in
/// the object. `address` is the Service's
/// address of that family, which no other destination with that port number has; empty where it has
/// none, as a headless Service.
public record Destination(
    Id id,
    int index,
    String portName,
    Protocol protocol,
    Affinity affinity,
    Optional<String> address) {

  /// `other` is the family where that is not the Service's first one, which most have alone.
  public record Id(ServicePort port, Optional<IpFamily> other) implements Comparable<Id> {

    @Override
    public int compareTo(Id that) {
      int byPort = port.compareTo(that.port);
      return byPort != 0 ? byPort : suffix().compareTo(that.suffix());
    }

    private String suffix() {
      return other.map(IpFamily::toString).orElse("");
    }
  }

  /// Whether requests can be told apart on it.
  public boolean isHttp() {
    return protocol.isHttp();
  }
}
