package dev.tulle.core.discovery;

import dev.tulle.core.ir.Protocol;
import java.util.Locale;
import java.util.Optional;

/// What a Service port says it speaks: by `appProtocol`, else by its name, where the part before a
/// dash counts (`http-metrics`).
final class AppProtocols {

  private AppProtocols() {}

  /// What says so.
  enum By {
    APP_PROTOCOL,
    NAME,
    NOTHING
  }

  record Declaration(Protocol protocol, By by) {}

  static Declaration read(String transport, String appProtocol, String portName) {
    if (!transport.isEmpty() && !transport.equals("TCP")) {
      return new Declaration(Protocol.NOT_TCP, By.NOTHING);
    }
    var declared = of(appProtocol);
    if (declared != Protocol.UNDECLARED) {
      return new Declaration(declared, By.APP_PROTOCOL);
    }
    var named = ofName(portName);
    if (named != Protocol.UNDECLARED) {
      return new Declaration(named, By.NAME);
    }
    return appProtocol.isEmpty() || meant(appProtocol).isPresent()
        ? new Declaration(Protocol.UNDECLARED, By.NOTHING)
        : new Declaration(Protocol.TCP, By.APP_PROTOCOL);
  }

  private static Protocol ofName(String name) {
    int dash = name.indexOf('-');
    var whole = of(name);
    return whole != Protocol.UNDECLARED || dash < 0 ? whole : of(name.substring(0, dash));
  }

  private static Protocol of(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      // a WebSocket starts as an HTTP/1.1 request
      case "http", "http1", "http/1.1", "kubernetes.io/ws", "ws" -> Protocol.HTTP1;
      case "http2", "h2c", "kubernetes.io/h2c", "grpc" -> Protocol.HTTP2;
      case "https", "kubernetes.io/wss", "wss", "grpcs", "tls" -> Protocol.HTTPS;
      case "tcp", "redis", "mysql", "postgres", "postgresql", "mongo", "mongodb" -> Protocol.TCP;
      default -> Protocol.UNDECLARED;
    };
  }

  /// What was probably meant by an `appProtocol` that is no protocol. Any other, such as `amqp`, is
  /// one that TCP carries.
  static Optional<String> meant(String appProtocol) {
    var word = appProtocol.toLowerCase(Locale.ROOT);
    if (word.isEmpty() || of(word) != Protocol.UNDECLARED) {
      return Optional.empty();
    }
    var last = word.substring(word.indexOf('/') + 1);
    boolean kubernetes = word.startsWith("kubernetes.io/");
    if (kubernetes && of(last) != Protocol.UNDECLARED) {
      return Optional.of(last);
    }
    if (word.contains("grpc")) {
      return Optional.of("grpc");
    }
    if (word.startsWith("h2") || word.matches("http[/ _-]?2.*")) {
      return Optional.of("kubernetes.io/h2c");
    }
    boolean likeHttp = word.matches("http.*|htt?t?pp?|htpt|htp|web|rest");
    return likeHttp || kubernetes ? Optional.of("http") : Optional.empty();
  }
}
