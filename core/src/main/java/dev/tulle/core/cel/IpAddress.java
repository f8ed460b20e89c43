package dev.tulle.core.cel;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which texts an API server takes for IP addresses. Nothing here ever looks a name up.
public final class IpAddress {

  private static final Pattern FOUR_NUMBERS =
      Pattern.compile("(?:(?:0|[1-9]\\d{0,2})\\.){3}(?:0|[1-9]\\d{0,2})");
  private static final Pattern HEX_AND_COLONS = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  private static final Pattern LEADING_ZEROS = Pattern.compile("(?<=^|[.:])0+(?=[0-9]+(?:\\.|$))");

  private IpAddress() {}

  /// Of version 4 or 6, without a zone, and without leading zeros in version 4.
  public static Optional<InetAddress> parsed(String text) {
    // ofLiteral alone would also take "10.1", "010.0.0.1" and scoped addresses
    if (!FOUR_NUMBERS.matcher(text).matches() && !HEX_AND_COLONS.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }

  /// The same as the format of a schema has it, which ignores leading zeros.
  public static boolean isOfFormat(String text) {
    return parsed(LEADING_ZEROS.matcher(text).replaceAll("")).isPresent();
  }

  /// What the function `isIP` says, which does not take an IPv4 address that is mapped into IPv6.
  static boolean isIp(String text) {
    return parsed(text)
        .filter(address -> text.indexOf(':') < 0 || address instanceof Inet6Address)
        .isPresent();
  }
}
