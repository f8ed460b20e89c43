package dev.tulle.core.gateway;

import dev.tulle.core.ir.Backend;
import dev.tulle.core.ir.MeshService;
import dev.tulle.core.ir.Protocol;
import dev.tulle.core.ir.ServicePort;
import dev.tulle.core.name.Nearest;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Given;
import dev.tulle.core.world.Kind;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/// Backends by the Services that there are, the ReferenceGrants that allow them to be named, and
/// the policies that say how they are spoken to.
record ServiceReferences(
    SortedMap<ObjectName, MeshService> services, Grants grants, BackendPolicies policies)
    implements References {

  private static final int NEAR = 3;

  @Override
  public Resolved backend(ObjectName from, BackendReference reference, Protocol undeclared) {
    if (!reference.group().isEmpty()
        || !reference.kind().equals("Service")
        || reference.name().isEmpty()) {
      return invalid(
          from,
          reference,
          "InvalidKind",
          "sends to a " + Given.brief(reference.kind()) + ", and only Services can be sent to",
          "name a Service");
    }
    var name = service(from, reference);
    if (!grants.allow(from, name)) {
      return invalid(
          from,
          reference,
          "RefNotPermitted",
          "sends to " + name + ", which no ReferenceGrant allows",
          Grants.cure(from, name));
    }
    var service = services.get(name);
    if (service == null) {
      return invalid(
          from,
          reference,
          "BackendNotFound",
          "sends to " + name + ", which does not exist",
          missingCure(name));
    }
    if (service.type() == MeshService.Type.EXTERNAL_NAME) {
      return invalid(
          from,
          reference,
          "UnsupportedBackend",
          "sends to " + name + " of type ExternalName, which would open the gateway to any host",
          "make it a Service without selector, with an EndpointSlice that lists the addresses");
    }
    var port = reference.port().flatMap(number -> port(service, number, undeclared));
    return port.map(each -> to(from, reference, service, each, undeclared))
        .orElseGet(
            () ->
                invalid(
                    from,
                    reference,
                    "BackendNotFound",
                    "sends to "
                        + reference
                            .port()
                            .map(number -> "port " + number + " of ")
                            .orElse("no port of ")
                        + name
                        + (reference.port().isPresent() ? ", which has no such port" : ""),
                    "use one of its ports: " + portsOf(service)));
  }

  @Override
  public Optional<TrafficPolicy> traffic(ObjectName service) {
    return policies.traffic().of(service);
  }

  private static ObjectName service(ObjectName from, BackendReference reference) {
    return Kind.SERVICE.named(
        reference.namespace().isEmpty() ? from.namespace() : reference.namespace(),
        reference.name());
  }

  private static Optional<MeshService.Port> port(
      MeshService service, int number, Protocol undeclared) {
    return undeclared == Protocol.NOT_TCP
        ? service.ports().stream()
            .filter(port -> port.number() == number && port.transport().equals("UDP"))
            .findFirst()
        : service.port(number);
  }

  private Resolved to(
      ObjectName from,
      BackendReference reference,
      MeshService service,
      MeshService.Port port,
      Protocol wanted) {
    var at = new ServicePort(service.name(), port.number());
    if (port.isTcp() == (wanted == Protocol.NOT_TCP)) {
      return unsupported(from, reference, at, "is for " + port.transport());
    }
    if (!wanted.isHttp()) {
      return new Resolved(new Backend.To(at, wanted, service.affinity()), Optional.empty());
    }
    var policy = policies.tls().of(service, port);
    if (policy.isPresent() && policy.get().tls().isEmpty()) {
      // the policy tells what is wrong; there is nothing wrong with the reference
      return new Resolved(policy.get().instead(), Optional.empty());
    }
    return switch (port.protocol()) {
      case HTTPS ->
          policy.isPresent()
              ? resolved(at, wanted, service)
              : unsupported(from, reference, at, "wants TLS, and no BackendTLSPolicy says how");
      case HTTP2 -> resolved(at, Protocol.HTTP2, service);
      // that a port is named so says less than a route that can be for HTTP/2 alone
      case HTTP1 ->
          wanted == Protocol.HTTP2 && !port.appProtocol().isEmpty()
              ? unsupported(from, reference, at, "says that it speaks HTTP/1.1")
              : resolved(at, wanted, service);
      case UNDECLARED, TCP -> resolved(at, wanted, service);
      case NOT_TCP -> throw new IllegalStateException("no port for connections: " + at);
    };
  }

  private static Resolved resolved(ServicePort at, Protocol protocol, MeshService service) {
    return new Resolved(new Backend.To(at, protocol, service.affinity()), Optional.empty());
  }

  private static Resolved unsupported(
      ObjectName from, BackendReference reference, ServicePort at, String why) {
    return invalid(
        from,
        reference,
        "UnsupportedProtocol",
        "sends to " + at + ", which " + why,
        "send to another port, or correct its protocol or appProtocol");
  }

  private static Resolved invalid(
      ObjectName from, BackendReference reference, String reason, String wrong, String cure) {
    var finding = Findings.error(from, reference.field(), reason, wrong, cure);
    return new Resolved(new Backend.Invalid(reason), Optional.of(finding));
  }

  private static String portsOf(MeshService service) {
    return service.ports().stream()
        .map(MeshService.Port::toString)
        .collect(Collectors.joining(", "));
  }

  private String missingCure(ObjectName name) {
    var names =
        services.keySet().stream()
            .filter(other -> other.namespace().equals(name.namespace()))
            .map(ObjectName::name)
            .toList();
    return Nearest.of(name.name(), names, NEAR)
        .map(nearest -> "create it, or write " + nearest + " if that is meant")
        .orElse("create it");
  }
}
