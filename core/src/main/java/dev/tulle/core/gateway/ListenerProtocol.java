package dev.tulle.core.gateway;

import dev.tulle.core.status.ListenerStatus.RouteKind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a listener takes, and the kinds of routes that can say where it goes.
enum ListenerProtocol {
  HTTP,
  HTTPS,
  TLS,
  TCP,
  UDP;

  static Optional<ListenerProtocol> read(String name) {
    return Arrays.stream(values()).filter(each -> each.name().equals(name)).findFirst();
  }

  List<RouteKind> kinds() {
    return switch (this) {
      case HTTP, HTTPS -> List.of(kind("HTTPRoute"), kind("GRPCRoute"));
      case TLS -> List.of(kind("TLSRoute"));
      case TCP -> List.of(kind("TCPRoute"));
      case UDP -> List.of(kind("UDPRoute"));
    };
  }

  private static RouteKind kind(String name) {
    return new RouteKind(GatewayApi.GROUP, name);
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
