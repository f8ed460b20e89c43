package dev.tulle.core.gateway;

import java.util.List;

/// Where the listeners of Gateways are bound.
public sealed interface Binding {

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
