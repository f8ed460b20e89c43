package dev.tulle.core.dns;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

/// IP addresses as Kubernetes writes them. Nothing here ever looks a name up.
final class Addresses {

  private Addresses() {}

  static Optional<InetAddress> read(String text) {
    // ofLiteral alone would also take "10.1", "010.0.0.1" and scoped addresses
    if (!isIpv4(text) && (text.indexOf(':') < 0 || text.indexOf('%') >= 0)) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }

  /// Four numbers of at most 255, without leading zeros.
  private static boolean isIpv4(String text) {
    int numbers = 1;
    int value = -1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' && value >= 0) {
        numbers++;
        value = -1;
      } else if (c >= '0' && c <= '9' && value != 0) {
        value = Math.max(value, 0) * 10 + c - '0';
      } else {
        return false;
      }
      if (value > 255) {
        return false;
      }
    }
    return numbers == 4 && value >= 0;
  }

  /// The label of an endpoint or a pod without a name of its own: `10-1-2-3`, `fd00--1`. An IPv6
  /// address that ends in `::` gets a zero, since a label cannot end in a dash.
  static String dashed(String address) {
    var label = address.toLowerCase(Locale.ROOT).replace('.', '-').replace(':', '-');
    return label.endsWith("-") ? label + "0" : label;
  }

  /// The address that a label stands for, the way back of [#dashed].
  static Optional<InetAddress> undashed(String label) {
    boolean four = label.chars().filter(c -> c == '-').count() == 3 && !label.contains("--");
    return read(label.replace('-', four ? '.' : ':'));
  }
}
