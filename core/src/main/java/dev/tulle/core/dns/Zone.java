package dev.tulle.core.dns;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;

/// The zone that a cluster's names are in. `origin` is absolute and in lower case:
/// `cluster.local.`; `servers` are the addresses its name server is reached at; reverse questions
/// for addresses in `ranges` are answered here alone and never asked elsewhere.
public record Zone(String origin, List<InetAddress> servers, List<AddressRange> ranges) {

  public Zone {
    origin = origin.toLowerCase(Locale.ROOT);
    if (!origin.endsWith(".")) {
      origin += ".";
    }
    servers = List.copyOf(servers);
    ranges = List.copyOf(ranges);
  }

  public static Zone of(String origin) {
    return new Zone(origin, List.of(), List.of());
  }

  /// Whether an absolute name in lower case is the origin or below it. In `x\.cluster.local.` the
  /// escaped dot is part of a label, so that name is not.
  boolean contains(String name) {
    if (!name.endsWith(origin)) {
      return false;
    }
    int before = name.length() - origin.length() - 1;
    if (before < 0) {
      return true;
    }
    int backslashes = 0;
    while (before - 1 - backslashes >= 0 && name.charAt(before - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return name.charAt(before) == '.' && backslashes % 2 == 0;
  }

  boolean holds(InetAddress address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }
}
