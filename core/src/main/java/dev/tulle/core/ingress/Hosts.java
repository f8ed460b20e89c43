package dev.tulle.core.ingress;

import dev.tulle.core.ir.HostMatch;
import dev.tulle.core.name.DnsName;
import java.util.Locale;
import java.util.Optional;

/// Reads a host as the Kubernetes API allows it: a DNS name, or one whose first label is `*`.
final class Hosts {

  private Hosts() {}

  /// Empty where it is not a host; an empty text is any host.
  static Optional<HostMatch> read(String host) {
    var name = host.toLowerCase(Locale.ROOT);
    if (name.isEmpty()) {
      return Optional.of(new HostMatch.Any());
    }
    if (name.startsWith("*.")) {
      var suffix = name.substring(2);
      return DnsName.isValid(suffix)
          ? Optional.of(new HostMatch.Wildcard(suffix))
          : Optional.empty();
    }
    return DnsName.isValid(name) ? Optional.of(new HostMatch.Exact(name)) : Optional.empty();
  }
}
