package dev.tulle.core.gateway;

import dev.tulle.core.status.ListenerStatus.RouteKind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a listener takes, and the kinds of routes that can say where it goes.
enum ListenerProtocol {
  HTTP("HTTPRoute", "GRPCRoute"),
  HTTPS("HTTPRoute", "GRPCRoute"),
  TLS("TLSRoute"),
  TCP("TCPRoute"),
  UDP("UDPRoute");

  private final List<RouteKind> kinds;

  ListenerProtocol(String... kinds) {
    this.kinds = Arrays.stream(kinds).map(kind -> new RouteKind(GatewayApi.GROUP, kind)).toList();
  }

  static Optional<ListenerProtocol> read(String name) {
    return Arrays.stream(values()).filter(each -> each.name().equals(name)).findFirst();
  }

  List<RouteKind> kinds() {
    return kinds;
  }

  /// Whether listeners of one port are told apart by host.
  boolean hasHosts() {
    return switch (this) {
      case HTTP, HTTPS, TLS -> true;
      case TCP, UDP -> false;
    };
  }

  /// Whether both can be on one port where their hosts differ, or need not.
  boolean fits(ListenerProtocol other) {
    return switch (this) {
      case HTTP -> other == HTTP || other == UDP;
      case HTTPS, TLS -> other == HTTPS || other == TLS || other == UDP;
      case TCP -> other == TCP || other == UDP;
      case UDP -> true;
    };
  }
}
