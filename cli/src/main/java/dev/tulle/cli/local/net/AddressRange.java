package dev.tulle.cli.local.net;

import dev.tulle.core.ir.IpFamily;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// A block of IPv4 addresses such as `10.151.16.0/20`; `base` has no bits outside the prefix.
public record AddressRange(int base, int prefix) implements AddressBlock {

  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})(?:/(\\d{1,2}))?");

  public AddressRange {
    if (prefix < 0 || prefix > 32) {
      throw new IllegalArgumentException("a prefix has 0 to 32 bits, not " + prefix);
    }
    base &= mask(prefix);
  }

  /// Reads `a.b.c.d/n` or `a.b.c.d`.
  public static AddressRange parse(String text) {
    var parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not an IPv4 address or range: " + text);
    }
    var address = 0;
    for (var i = 1; i <= 4; i++) {
      int part = Integer.parseInt(parts.group(i));
      if (part > 255) {
        throw new IllegalArgumentException("not an IPv4 address or range: " + text);
      }
      address = (address << 8) | part;
    }
    return new AddressRange(
        address, parts.group(5) == null ? 32 : Integer.parseInt(parts.group(5)));
  }

  @Override
  public IpFamily family() {
    return IpFamily.IPV4;
  }

  /// How many addresses it has; 2^31 at most, which is enough for any comparison made here.
  @Override
  public int size() {
    return prefix == 0 ? Integer.MAX_VALUE : 1 << Math.min(30, 32 - prefix);
  }

  public boolean overlaps(AddressRange other) {
    var shared = mask(Math.min(prefix, other.prefix));
    return (base & shared) == (other.base & shared);
  }

  /// The lower (0) or the upper (1) half of it.
  AddressRange half(int which) {
    return new AddressRange(base + which * (1 << (31 - prefix)), prefix + 1);
  }

  @Override
  public String address(int index) {
    var value = base + index;
    return (value >>> 24)
        + "."
        + ((value >>> 16) & 0xff)
        + "."
        + ((value >>> 8) & 0xff)
        + "."
        + (value & 0xff);
  }

  /// The index of an address that lies in this range.
  public int index(String address) {
    var other = parse(address);
    if (!overlaps(other)) {
      throw new IllegalArgumentException(address + " is not in " + this);
    }
    return other.base - base;
  }

  /// Empty for a text that is no address in its usual form, too.
  @Override
  public OptionalInt find(String text) {
    if (text.indexOf('/') >= 0 || !TEXT.matcher(text).matches()) {
      return OptionalInt.empty();
    }
    try {
      var other = parse(text);
      return overlaps(other) && other.address(0).equals(text)
          ? OptionalInt.of(other.base - base)
          : OptionalInt.empty();
    } catch (IllegalArgumentException e) {
      return OptionalInt.empty();
    }
  }

  /// A hardware address that follows from the IP address, so that an address that is used again
  /// never meets a stale neighbour entry.
  String hardware(int index) {
    var value = base + index;
    return "02:54:%02x:%02x:%02x:%02x"
        .formatted(value >>> 24, ((value >>> 16) & 0xff), ((value >>> 8) & 0xff), value & 0xff);
  }

  private static int mask(int prefix) {
    return prefix == 0 ? 0 : -1 << (32 - prefix);
  }

  @Override
  public String toString() {
    return address(0) + "/" + prefix;
  }
}
