package dev.tulle.core.ir;

/// The two kinds of IP address, named as Kubernetes names them.
public enum IpFamily {
  IPV4("IPv4"),
  IPV6("IPv6");

  private final String name;

  IpFamily(String name) {
    this.name = name;
  }

  /// The family of a literal address.
  public static IpFamily of(String address) {
    return address.indexOf(':') >= 0 ? IPV6 : IPV4;
  }

  @Override
  public String toString() {
    return name;
  }
}
