package dev.tulle.core.discovery;

import dev.tulle.core.ir.Protocol;
import java.util.Locale;

/// What a Service port says it speaks: by `appProtocol`, else by its name, where the part before a
/// dash counts (`http-metrics`).
final class AppProtocols {

  private AppProtocols() {}

  static Protocol read(String transport, String appProtocol, String portName) {
    if (!transport.isEmpty() && !transport.equals("TCP")) {
      return Protocol.NOT_TCP;
    }
    var declared = of(appProtocol.toLowerCase(Locale.ROOT));
    if (declared != Protocol.UNDECLARED) {
      return declared;
    }
    var name = portName.toLowerCase(Locale.ROOT);
    int dash = name.indexOf('-');
    var whole = of(name);
    return whole != Protocol.UNDECLARED || dash < 0 ? whole : of(name.substring(0, dash));
  }

  private static Protocol of(String word) {
    return switch (word) {
      // a WebSocket starts as an HTTP/1.1 request
      case "http", "http1", "http/1.1", "kubernetes.io/ws", "ws" -> Protocol.HTTP1;
      case "http2", "h2c", "kubernetes.io/h2c", "grpc" -> Protocol.HTTP2;
      case "https", "kubernetes.io/wss", "wss", "grpcs", "tls" -> Protocol.HTTPS;
      case "tcp", "redis", "mysql", "postgres", "postgresql", "mongo", "mongodb" -> Protocol.TCP;
      default -> Protocol.UNDECLARED;
    };
  }
}
