package dev.tulle.core.gateway;

import dev.tulle.core.ir.HostMatch;
import java.util.Comparator;
import java.util.List;

/// A route on a listener, with the hosts that both have in common.
record Attached(ReadRoute route, List<HostMatch> hosts) {

  /// The order in which routes have a say: the oldest first, then by name.
  static final Comparator<Attached> OLDEST_FIRST =
      Comparator.comparing((Attached each) -> each.route().rules().created().isEmpty())
          .thenComparing(each -> each.route().rules().created())
          .thenComparing(each -> each.route().name());

  Attached {
    hosts = List.copyOf(hosts);
  }
}
