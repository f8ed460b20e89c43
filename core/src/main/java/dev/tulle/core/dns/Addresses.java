package dev.tulle.core.dns;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// IP addresses as Kubernetes writes them. Nothing here ever looks a name up.
final class Addresses {

  // InetAddress.ofLiteral alone would also take "10.1" and scoped addresses
  private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private Addresses() {}

  static Optional<InetAddress> read(String text) {
    if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
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
