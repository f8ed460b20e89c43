package dev.tulle.core.discovery;

import dev.tulle.core.ir.Affinity;
import dev.tulle.core.ir.MeshService;
import dev.tulle.core.ir.Protocol;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Given;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads a Service object.
public final class Services {

  private Services() {}

  /// The name is the one that the world has it under, the same instance, so that comparing names
  /// costs nothing where it matters.
  public record Input(ObjectName name, Service service) {}

  public static MeshService read(Input input) {
    var service = input.service();
    var spec = Optional.ofNullable(service.getSpec()).orElseGet(ServiceSpec::new);
    boolean external = Given.text(spec.getType()).equals("ExternalName");
    boolean sticky = Given.text(spec.getSessionAffinity()).equals("ClientIP");
    var families = Given.list(spec.getIpFamilies());
    return new MeshService(
        input.name(),
        external ? MeshService.Type.EXTERNAL_NAME : MeshService.Type.ENDPOINTS,
        ports(Given.list(spec.getPorts())),
        sticky ? Affinity.CLIENT_ADDRESS : Affinity.NONE,
        Given.texts(spec.getSelector()),
        families.isEmpty() ? "" : families.getFirst());
  }

  /// The ports that the API allows; of two TCP ports with one number, the first.
  private static List<MeshService.Port> ports(List<ServicePort> ports) {
    var seen = new HashSet<Map.Entry<Boolean, Integer>>();
    return ports.stream()
        .filter(port -> port.getPort() != null && port.getPort() > 0 && port.getPort() < 65536)
        .map(Services::port)
        .filter(port -> seen.add(Map.entry(port.protocol() == Protocol.NOT_TCP, port.number())))
        .toList();
  }

  private static MeshService.Port port(ServicePort port) {
    var protocol =
        AppProtocols.read(
            Given.text(port.getProtocol()),
            Given.text(port.getAppProtocol()),
            Given.text(port.getName()));
    return new MeshService.Port(Given.text(port.getName()), port.getPort(), protocol);
  }
}
