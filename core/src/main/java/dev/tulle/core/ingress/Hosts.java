package dev.tulle.core.ingress;

import dev.tulle.core.ir.HostMatch;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads a host as the Kubernetes API allows it: a DNS name, or one whose first label is `*`.
final class Hosts {

  private static final int MAX_LENGTH = 253;
  private static final String LABEL = "[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?";
  private static final Pattern NAME = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");
  private static final Pattern LOOKS_LIKE_ADDRESS = Pattern.compile("[0-9.]+");

  private Hosts() {}

  /// Empty where it is not a host; an empty text is any host.
  static Optional<HostMatch> read(String host) {
    var name = host.toLowerCase(Locale.ROOT);
    if (name.isEmpty()) {
      return Optional.of(new HostMatch.Any());
    }
    if (name.startsWith("*.")) {
      var suffix = name.substring(2);
      return isName(suffix) ? Optional.of(new HostMatch.Wildcard(suffix)) : Optional.empty();
    }
    return isName(name) ? Optional.of(new HostMatch.Exact(name)) : Optional.empty();
  }

  private static boolean isName(String name) {
    return name.length() <= MAX_LENGTH
        && NAME.matcher(name).matches()
        && !LOOKS_LIKE_ADDRESS.matcher(name).matches();
  }
}
