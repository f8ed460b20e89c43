package dev.tulle.core.xds;

import dev.tulle.core.ir.Destination;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;

/// What a client connects to, written as Envoy writes the address that a connection was opened to:
/// `10.96.0.1:80`, `[fd00::1]:80`. The cluster of a port of a Service has it as its name.
record DialledAddress(String address, int port) {

  private static final int GROUPS = 8;

  /// Of a destination that has an address.
  static DialledAddress of(Destination destination) {
    return new DialledAddress(
        canonical(destination.address().orElseThrow()), destination.id().port().port());
  }

  boolean isIpv6() {
    return address.indexOf(':') >= 0;
  }

  @Override
  public String toString() {
    return (isIpv6() ? "[" + address + "]" : address) + ":" + port;
  }

  private static String canonical(String literal) {
    var parsed = InetAddress.ofLiteral(literal);
    if (!(parsed instanceof Inet4Address)) {
      return compressed(parsed.getAddress());
    }
    // an IPv4 address that is written as one of IPv6 must not pass for the other
    return (literal.indexOf(':') < 0 ? "" : "::ffff:") + parsed.getHostAddress();
  }

  /// As in RFC 5952: the longest run of zeros, if of two groups or more, is left out.
  private static String compressed(byte[] bytes) {
    var groups = new ArrayList<String>();
    for (int i = 0; i < GROUPS; i++) {
      groups.add(Integer.toHexString(((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff)));
    }
    int start = 0;
    int length = 1;
    for (int i = 0; i < GROUPS; i++) {
      int end = i;
      while (end < GROUPS && groups.get(end).equals("0")) {
        end++;
      }
      if (end - i > length) {
        start = i;
        length = end - i;
      }
    }
    return length < 2
        ? String.join(":", groups)
        : String.join(":", groups.subList(0, start))
            + "::"
            + String.join(":", groups.subList(start + length, GROUPS));
  }
}
