package dev.tulle.cli.local.net;

import dev.tulle.core.ir.IpFamily;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/// The 65,536 IPv6 addresses of one subnet of an instance, such as `fd74:4b23:95ac:1::/112`. The
/// instance's /48 is a unique local prefix (RFC 4193) that follows from its key, so that no two
/// instances share one and nothing has to be chosen or kept.
public record Ipv6Block(int key, int subnet) implements AddressBlock {

  /// Unique local, and a `t`: the rest of the 40 bits that RFC 4193 wants random is the key.
  private static final int FIRST_GROUP = 0xfd74;

  private static final int SIZE = 1 << 16;
  private static final int PREFIX = 112;

  /// Where all pods and Services of an instance are.
  static String site(int key) {
    return "%x:%x:%x::/48".formatted(FIRST_GROUP, key >>> 16, key & 0xffff);
  }

  @Override
  public IpFamily family() {
    return IpFamily.IPV6;
  }

  @Override
  public int size() {
    return SIZE;
  }

  int prefix() {
    return PREFIX;
  }

  @Override
  public String address(int index) {
    return start() + (index == 0 ? "" : Integer.toHexString(index));
  }

  @Override
  public OptionalInt find(String text) {
    if (text.indexOf(':') < 0 || text.indexOf('%') >= 0) {
      return OptionalInt.empty();
    }
    try {
      if (InetAddress.ofLiteral(text) instanceof Inet6Address address) {
        var bytes = ByteBuffer.wrap(address.getAddress());
        return bytes.getLong() == upper() && bytes.getInt() == 0 && bytes.getShort() == 0
            ? OptionalInt.of(bytes.getShort() & 0xffff)
            : OptionalInt.empty();
      }
    } catch (IllegalArgumentException e) {
      return OptionalInt.empty();
    }
    return OptionalInt.empty();
  }

  private long upper() {
    return (long) FIRST_GROUP << 48 | Integer.toUnsignedLong(key) << 16 | subnet;
  }

  private String start() {
    return "%x:%x:%x:%x::".formatted(FIRST_GROUP, key >>> 16, key & 0xffff, subnet);
  }

  @Override
  public String toString() {
    return start() + "/" + PREFIX;
  }
}
