package dev.tulle.core.dns;

import java.net.InetAddress;
import java.util.Arrays;

/// A range of addresses: `10.244.0.0/16`, `fd00::/64`, or one address without a length.
public record AddressRange(InetAddress first, int length) {

  public AddressRange {
    if (length < 0 || length > first.getAddress().length * 8) {
      throw new IllegalArgumentException(
          "the range %s/%d is longer than its address: use 0 to 32, or 128 for IPv6"
              .formatted(first.getHostAddress(), length));
    }
  }

  public static AddressRange of(String text) {
    int slash = text.indexOf('/');
    var address =
        Addresses.read(slash < 0 ? text : text.substring(0, slash))
            .orElseThrow(() -> unreadable(text));
    if (slash < 0) {
      return new AddressRange(address, address.getAddress().length * 8);
    }
    try {
      return new AddressRange(address, Integer.parseInt(text.substring(slash + 1)));
    } catch (NumberFormatException notANumber) {
      throw unreadable(text);
    }
  }

  private static IllegalArgumentException unreadable(String text) {
    return new IllegalArgumentException(
        "\"" + text + "\" is not a range of addresses: write it as 10.244.0.0/16");
  }

  public boolean contains(InetAddress address) {
    var mine = first.getAddress();
    var its = address.getAddress();
    if (mine.length != its.length) {
      return false;
    }
    int bytes = length / 8;
    int bits = length % 8;
    if (!Arrays.equals(mine, 0, bytes, its, 0, bytes)) {
      return false;
    }
    return bits == 0 || ((mine[bytes] ^ its[bytes]) & 0xff) >> (8 - bits) == 0;
  }

  @Override
  public String toString() {
    return first.getHostAddress() + "/" + length;
  }
}
