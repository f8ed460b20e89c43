package dev.tulle.core.ir;

/// What is spoken on a port, as far as its object says so; nothing is guessed from traffic.
public enum Protocol {
  /// Nothing says what it is. An attached HTTP route makes it HTTP/1.1.
  UNDECLARED,
  HTTP1,
  /// HTTP/2 without TLS, gRPC included.
  HTTP2,
  /// HTTP inside TLS that the workload terminates.
  HTTPS,
  TCP,
  /// UDP and SCTP. Gateways carry UDP, sidecars neither.
  NOT_TCP;

  /// Whether a proxy can tell its requests apart.
  public boolean isHttp() {
    return switch (this) {
      case HTTP1, HTTP2 -> true;
      case UNDECLARED, HTTPS, TCP, NOT_TCP -> false;
    };
  }
}
