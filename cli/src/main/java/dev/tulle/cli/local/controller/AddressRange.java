package dev.tulle.cli.local.controller;

import java.util.OptionalInt;
import java.util.regex.Pattern;

/// A range of IPv4 addresses, as in `10.96.0.0/16`. Its first two addresses and its last are never
/// given out: network, the machine's own, broadcast.
public record AddressRange(int base, int prefix) {

  private static final int RESERVED = 2;
  private static final Pattern DOTTED =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

  public AddressRange {
    if (prefix < 8 || prefix > 29) {
      throw new IllegalArgumentException(
          "an address range has a prefix from /8 to /29, not /" + prefix);
    }
    base &= -1 << (32 - prefix);
  }

  /// Of `10.96.0.0/16`.
  public static AddressRange of(String text) {
    int slash = text.indexOf('/');
    var base = slash < 0 ? OptionalInt.empty() : number(text.substring(0, slash));
    if (base.isEmpty() || !text.substring(slash + 1).matches("\\d{1,2}")) {
      throw new IllegalArgumentException("\"" + text + "\" is not an IPv4 range like 10.96.0.0/16");
    }
    return new AddressRange(base.getAsInt(), Integer.parseInt(text.substring(slash + 1)));
  }

  /// How many addresses can be given out.
  int size() {
    return (1 << (32 - prefix)) - RESERVED - 1;
  }

  /// The `index`th of them, from 0.
  String address(int index) {
    int number = base + RESERVED + index;
    return (number >>> 24)
        + "."
        + (number >>> 16 & 0xFF)
        + "."
        + (number >>> 8 & 0xFF)
        + "."
        + (number & 0xFF);
  }

  /// Whether the address, in its usual form, is one that can be given out.
  boolean contains(String address) {
    var number = number(address);
    return number.isPresent()
        && index(number.getAsInt()) >= 0
        && index(number.getAsInt()) < size()
        && address(index(number.getAsInt())).equals(address);
  }

  @Override
  public String toString() {
    return address(-RESERVED) + "/" + prefix;
  }

  private int index(int number) {
    return number - base - RESERVED;
  }

  private static OptionalInt number(String address) {
    var matched = DOTTED.matcher(address);
    if (!matched.matches()) {
      return OptionalInt.empty();
    }
    int number = 0;
    for (int i = 1; i <= 4; i++) {
      int part = Integer.parseInt(matched.group(i));
      if (part > 255) {
        return OptionalInt.empty();
      }
      number = number << 8 | part;
    }
    return OptionalInt.of(number);
  }
}
