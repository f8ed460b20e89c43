package dev.tulle.core.gateway;

import dev.tulle.core.ir.MeshService;
import dev.tulle.core.ir.ServicePort;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import dev.tulle.core.world.Given;
import dev.tulle.core.world.Kind;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReference;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// A Service that a route names as its parent, and the ports of it that are meant: those that it
/// names, else all that are HTTP or do not say what they are.
record MeshParent(
    ObjectName route,
    String field,
    ParentReference reference,
    SortedMap<ObjectName, MeshService> services) {

  private static final String NO_MATCHING_PARENT = "NoMatchingParent";

  /// Ports, or why there is none.
  sealed interface Ports {

    record Found(List<ServicePort> ports) implements Ports {}

    record None(Finding why) implements Ports {}
  }

  static boolean isService(ParentReference reference) {
    return "Service".equals(reference.getKind()) && Given.text(reference.getGroup()).isEmpty();
  }

  Ports ports() {
    var namespace = Given.text(reference.getNamespace());
    var name = Given.text(reference.getName());
    if (name.isEmpty()) {
      return none("name", "names a Service without a name as its parent", "add the name");
    }
    var service =
        Optional.ofNullable(
            services.get(
                Kind.SERVICE.named(namespace.isEmpty() ? route.namespace() : namespace, name)));
    return service
        .map(this::ports)
        .orElseGet(
            () ->
                none(
                    "name",
                    "has the parent Service "
                        + Given.brief(namespace.isEmpty() ? name : namespace + "/" + name)
                        + ", which does not exist",
                    "create it, or name one that exists"));
  }

  private Ports ports(MeshService service) {
    if (service.type() == MeshService.Type.EXTERNAL_NAME) {
      return none(
          "name",
          "has the parent " + service.name() + " of type ExternalName, which no proxy carries",
          "name a Service that has endpoints");
    }
    if (service.addresses().isEmpty()) {
      return none(
          "name",
          "has the parent " + service.name() + ", which has no address: clients go to its pods",
          "name a Service with a cluster IP that leads to the same pods");
    }
    var ports =
        service.ports().stream()
            .filter(this::isMeant)
            .map(port -> new ServicePort(service.name(), port.number()))
            .toList();
    return ports.isEmpty()
        ? none(
            reference.getPort() == null ? "name" : "port",
            "has the parent " + service.name() + ", which has no such port for HTTP",
            "name a port of it that is HTTP, or that has no appProtocol")
        : new Ports.Found(ports);
  }

  private boolean isMeant(MeshService.Port port) {
    boolean byNumber = reference.getPort() == null || reference.getPort() == port.number();
    var section = Given.text(reference.getSectionName());
    boolean byName = section.isEmpty() || section.equals(port.name());
    boolean named = reference.getPort() != null || !section.isEmpty();
    return byNumber
        && byName
        && switch (port.protocol()) {
          case HTTP1, HTTP2, UNDECLARED -> true;
          case TCP -> named;
          case HTTPS, NOT_TCP -> false;
        };
  }

  private Ports none(String member, String wrong, String cure) {
    return new Ports.None(
        Findings.error(route, field + "." + member, NO_MATCHING_PARENT, wrong, cure));
  }
}
