package dev.tulle.core.discovery;

import java.net.InetAddress;
import java.util.regex.Pattern;

/// Whether an endpoint's address may be sent traffic: a literal IP address of the kinds that a
/// Kubernetes API server accepts. Loopback and link-local ones are the proxy's own machine, or its
/// cloud's metadata server, and never an endpoint.
final class Addresses {

  private static final Pattern FOUR_NUMBERS =
      Pattern.compile("(?:(?:0|[1-9]\\d{0,2})\\.){3}(?:0|[1-9]\\d{0,2})");
  private static final Pattern HEX_AND_COLONS = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private Addresses() {}

  static boolean allowed(String address) {
    if (!FOUR_NUMBERS.matcher(address).matches() && !HEX_AND_COLONS.matcher(address).matches()) {
      return false;
    }
    try {
      var parsed = InetAddress.ofLiteral(address);
      return !parsed.isLoopbackAddress()
          && !parsed.isLinkLocalAddress()
          && !parsed.isAnyLocalAddress()
          && !parsed.isMulticastAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
