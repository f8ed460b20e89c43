package dev.tulle.core.dns;

import java.net.InetAddress;
import java.util.Optional;

/// Names of reverse lookups: `4.3.2.1.in-addr.arpa.` and the 32 nibbles below `ip6.arpa.`.
final class ReverseName {

  static final String IPV4 = "in-addr.arpa.";
  static final String IPV6 = "ip6.arpa.";

  private ReverseName() {}

  /// The whole address that a name in lower case stands for; empty for any other name.
  static Optional<InetAddress> read(String name) {
    if (name.endsWith("." + IPV4)) {
      var parts = name.substring(0, name.length() - IPV4.length() - 1).split("\\.", -1);
      return parts.length == 4
          ? Addresses.read(parts[3] + "." + parts[2] + "." + parts[1] + "." + parts[0])
          : Optional.empty();
    }
    if (name.endsWith("." + IPV6)) {
      return nibbles(name.substring(0, name.length() - IPV6.length() - 1));
    }
    return Optional.empty();
  }

  private static Optional<InetAddress> nibbles(String reversed) {
    if (reversed.length() != 63) {
      return Optional.empty();
    }
    var text = new StringBuilder();
    for (int i = 62; i >= 0; i -= 2) {
      if (Character.digit(reversed.charAt(i), 16) < 0 || (i > 0 && reversed.charAt(i - 1) != '.')) {
        return Optional.empty();
      }
      text.append(reversed.charAt(i));
      if (i % 8 == 0 && i > 0) {
        text.append(':');
      }
    }
    return Addresses.read(text.toString());
  }

  /// The zone whose SOA goes with a negative answer.
  static String zoneOf(String name) {
    return name.endsWith(IPV4) ? IPV4 : IPV6;
  }
}
