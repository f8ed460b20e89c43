package dev.tulle.core.discovery;

import dev.tulle.core.ir.MeshService;
import dev.tulle.core.ir.Protocol;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Condition;
import dev.tulle.core.status.Condition.Truth;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.Severity;
import dev.tulle.core.world.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/// What each TCP port of a Service is carried as inside the mesh, and why.
final class ProtocolStatus {

  private ProtocolStatus() {}

  /// Nothing where there is no such port.
  static Optional<Condition> condition(MeshService service, SortedMap<Integer, ObjectName> routed) {
    var ports = service.ports().stream().filter(MeshService.Port::isTcp).toList();
    if (ports.isEmpty() || service.type() == MeshService.Type.EXTERNAL_NAME) {
      return Optional.empty();
    }
    boolean all =
        ports.stream()
            .allMatch(
                port ->
                    port.protocol() != Protocol.UNDECLARED || routed.containsKey(port.number()));
    var message =
        ports.stream().map(port -> sentence(port, routed)).collect(Collectors.joining("; "));
    return Optional.of(
        new Condition("Protocols", Truth.TRUE, all ? "Declared" : "Undeclared", message));
  }

  private static String sentence(MeshService.Port port, SortedMap<Integer, ObjectName> routed) {
    var route = routed.get(port.number());
    if (route != null && !port.protocol().isHttp()) {
      return "port " + port + " is HTTP: " + route + " is attached to it";
    }
    return "port " + port + " is " + carriedAs(port.protocol()) + ": " + why(port);
  }

  private static String carriedAs(Protocol protocol) {
    return switch (protocol) {
      case HTTP1 -> "HTTP";
      case HTTP2 -> "HTTP/2";
      case HTTPS -> "TLS, which passes as it is";
      case UNDECLARED, TCP -> "TCP";
      case NOT_TCP -> throw new IllegalArgumentException("only TCP ports are told of");
    };
  }

  private static String why(MeshService.Port port) {
    return switch (AppProtocols.read(port.transport(), port.appProtocol(), port.name()).by()) {
      case APP_PROTOCOL -> "its appProtocol says so";
      case NAME -> "its name says so";
      case NOTHING ->
          "neither appProtocol nor its name says otherwise (if it is HTTP, write"
              + " `appProtocol: http`)";
    };
  }

  static List<Finding> findings(MeshService service) {
    var findings = new ArrayList<Finding>();
    for (var port : service.ports()) {
      var meant = port.isTcp() ? AppProtocols.meant(port.appProtocol()) : Optional.<String>empty();
      meant.ifPresent(word -> findings.add(unknown(service, port, word)));
    }
    return findings;
  }

  private static Finding unknown(MeshService service, MeshService.Port port, String meant) {
    return new Finding(
        Severity.WARNING,
        service.name(),
        "spec.ports[" + port.index() + "].appProtocol",
        "UnknownAppProtocol",
        "%s: `appProtocol` of port %s is \"%s\", which no protocol is called; the port is %s"
            .formatted(
                service.name(), port, Given.brief(port.appProtocol()), carriedAs(port.protocol())),
        "write `appProtocol: " + meant + "` if that is meant");
  }
}
