package dev.tulle.core.gateway;

import java.util.List;
import java.util.Set;

/// Where the listeners of Gateways are bound.
public sealed interface Binding {

  /// Ports that no listener can have, since the proxy itself answers there: its pages, its probe.
  Set<Integer> PORTS_OF_PROXIES = Set.of(15_000, 15_021);

  /// On these, in a network namespace of the proxy's own.
  record Everywhere(List<String> addresses) implements Binding {
    public Everywhere {
      addresses = List.copyOf(addresses);
    }
  }

  /// On the addresses of the Service that was made for the Gateway, since all proxies share a
  /// network namespace.
  record OfService() implements Binding {}
}
