package dev.tulle.core.gateway;

import dev.tulle.core.ir.HostMatch;
import dev.tulle.core.name.DnsName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Reads a host name of the Gateway API: a DNS name, or one that begins with `*.`, which stands for
/// one label or more.
final class Hostnames {

  private Hostnames() {}

  /// Empty where it is no such name; an empty text is any host.
  static Optional<HostMatch> read(String hostname) {
    var name = hostname.toLowerCase(Locale.ROOT);
    if (name.isEmpty()) {
      return Optional.of(new HostMatch.Any());
    }
    if (name.startsWith("*.")) {
      var suffix = name.substring(2);
      return DnsName.isValid(suffix) ? Optional.of(new HostMatch.Suffix(suffix)) : Optional.empty();
    }
    return DnsName.isValid(name) ? Optional.of(new HostMatch.Exact(name)) : Optional.empty();
  }

  /// Every name that is for this host, the most exact first.
  static List<HostMatch> covering(HostMatch host) {
    var all = new ArrayList<HostMatch>();
    all.add(host);
    switch (host) {
      case HostMatch.Exact(var name) -> above(name).forEach(all::add);
      case HostMatch.Suffix(var suffix) -> above(suffix).forEach(all::add);
      case HostMatch.Wildcard(var suffix) -> above(suffix).forEach(all::add);
      case HostMatch.Any _ -> {
        return all;
      }
    }
    all.add(new HostMatch.Any());
    return all;
  }

  private static Stream<HostMatch> above(String name) {
    return IntStream.range(0, name.length())
        .filter(i -> name.charAt(i) == '.')
        .mapToObj(i -> new HostMatch.Suffix(name.substring(i + 1)));
  }

  /// What both are for; empty where there is no such host.
  static Optional<HostMatch> common(HostMatch one, HostMatch other) {
    if (one.covers(other)) {
      return Optional.of(other);
    }
    return other.covers(one) ? Optional.of(one) : Optional.empty();
  }
}
