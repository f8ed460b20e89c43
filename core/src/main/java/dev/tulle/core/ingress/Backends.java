package dev.tulle.core.ingress;

import dev.tulle.core.ingress.ReadIngress.BackendRef;
import dev.tulle.core.ir.Backend;
import dev.tulle.core.ir.Cluster;
import dev.tulle.core.ir.MeshService;
import dev.tulle.core.ir.Protocol;
import dev.tulle.core.ir.ServicePort;
import dev.tulle.core.ir.Upstream;
import dev.tulle.core.ir.UpstreamTls;
import dev.tulle.core.name.Nearest;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Given;
import dev.tulle.core.world.Kind;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Resolves what Ingresses name as backends; collects the clusters that this takes, and one
/// Ingress that uses each Service.
final class Backends {

  private static final int NEAR = 3;

  private final SortedMap<ObjectName, MeshService> services;
  private final Judgement judgement;
  private final SortedMap<Upstream, Cluster> clusters = new TreeMap<>();
  private final SortedMap<ObjectName, ObjectName> usedBy = new TreeMap<>();

  Backends(SortedMap<ObjectName, MeshService> services, Judgement judgement) {
    this.services = services;
    this.judgement = judgement;
  }

  SortedMap<Upstream, Cluster> clusters() {
    return clusters;
  }

  /// By Service, the first Ingress that sends to it.
  SortedMap<ObjectName, ObjectName> usedBy() {
    return usedBy;
  }

  Backend resolve(ObjectName ingress, BackendRef ref) {
    return switch (ref) {
      case BackendRef.Unusable(_, var reason) -> new Backend.Invalid(reason);
      case BackendRef.ByNumber(var field, var service, var number) ->
          service(ingress, field, service, Integer.toString(number), found -> found.port(number));
      case BackendRef.ByName(var field, var service, var port) ->
          service(ingress, field, service, port, found -> found.port(port));
    };
  }

  private Backend service(
      ObjectName ingress,
      String field,
      String serviceName,
      String wanted,
      java.util.function.Function<MeshService, Optional<MeshService.Port>> pick) {
    var name = Kind.SERVICE.named(ingress.namespace(), serviceName);
    var service = services.get(name);
    if (service == null) {
      return invalid(
          ingress,
          field + ".name",
          "BackendNotFound",
          "sends to " + Given.brief(name.toString()) + ", which does not exist",
          missingCure(name));
    }
    if (service.type() == MeshService.Type.EXTERNAL_NAME) {
      return invalid(
          ingress,
          field + ".name",
          "UnsupportedBackend",
          "sends to " + name + " of type ExternalName, which would open the gateway to any host",
          "make it a Service without selector, with an EndpointSlice that lists the addresses");
    }
    var port = pick.apply(service);
    if (port.isEmpty()) {
      return invalid(
          ingress,
          field + ".port",
          "BackendPortNotFound",
          "sends to port " + wanted + " of " + name + ", which has no such port",
          portCure(service));
    }
    return to(ingress, field, service, port.get());
  }

  private Backend to(ObjectName ingress, String field, MeshService service, MeshService.Port port) {
    var at = new ServicePort(service.name(), port.number());
    return switch (port.protocol()) {
      case NOT_TCP ->
          invalid(
              ingress,
              field + ".port",
              "UnsupportedProtocol",
              "sends HTTP to " + at + ", which is not a TCP port",
              portCure(service));
      case HTTPS ->
          invalid(
              ingress,
              field + ".port",
              "UnsupportedProtocol",
              "sends to " + at + ", which wants TLS, and TLS to backends is not supported",
              "send to a plain HTTP port, or say appProtocol: http on this one if it is one");
      // the route is what makes an undeclared port, or one said to be TCP, HTTP
      case UNDECLARED, TCP, HTTP1 -> to(ingress, service, new Upstream(at, Protocol.HTTP1));
      case HTTP2 -> to(ingress, service, new Upstream(at, Protocol.HTTP2));
    };
  }

  private Backend to(ObjectName ingress, MeshService service, Upstream upstream) {
    clusters.put(
        upstream,
        new Cluster(upstream, service.affinity(), new UpstreamTls.Plain(), Optional.empty()));
    usedBy.putIfAbsent(service.name(), ingress);
    return new Backend.To(upstream, service.affinity());
  }

  private Backend invalid(
      ObjectName ingress, String field, String reason, String wrong, String cure) {
    judgement.error(ingress, field, reason, wrong + "; such requests are answered with 500", cure);
    return new Backend.Invalid(reason);
  }

  private static String portCure(MeshService service) {
    if (service.ports().isEmpty()) {
      return "add the port to " + service.name();
    }
    return "use one of its ports: "
        + service.ports().stream()
            .map(MeshService.Port::toString)
            .collect(Collectors.joining(", "));
  }

  private String missingCure(ObjectName name) {
    var names = namesIn(name.namespace());
    var nearest = Nearest.of(name.name(), names, NEAR);
    if (nearest.isPresent()) {
      return "create it, or write " + nearest.get() + " if that is meant";
    }
    var elsewhere =
        services.keySet().stream().filter(other -> other.name().equals(name.name())).findFirst();
    return elsewhere
        .map(
            o ->
                "create it in namespace "
                    + name.namespace()
                    + "; "
                    + o
                    + " cannot be used from here")
        .orElse("create it");
  }

  private List<String> namesIn(String namespace) {
    return services.keySet().stream()
        .filter(service -> service.namespace().equals(namespace))
        .map(ObjectName::name)
        .toList();
  }
}
