package dev.tulle.core.discovery;

import dev.tulle.core.ir.Affinity;
import dev.tulle.core.ir.IpFamily;
import dev.tulle.core.ir.MeshService;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Given;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
    var addresses = external ? List.<String>of() : addresses(spec);
    return new MeshService(
        input.name(),
        external ? MeshService.Type.EXTERNAL_NAME : MeshService.Type.ENDPOINTS,
        ports(Given.list(spec.getPorts())),
        sticky ? Affinity.CLIENT_ADDRESS : Affinity.NONE,
        Given.texts(spec.getSelector()),
        firstFamily(spec, addresses),
        addresses,
        Given.text(spec.getInternalTrafficPolicy()).equals("Local"));
  }

  /// One of each family at most; `None` is none.
  private static List<String> addresses(ServiceSpec spec) {
    var all =
        Stream.concat(
            Stream.of(Given.text(spec.getClusterIP())), Given.list(spec.getClusterIPs()).stream());
    var byFamily = new LinkedHashMap<IpFamily, String>();
    all.filter(Addresses::allowed).forEach(a -> byFamily.putIfAbsent(IpFamily.of(a), a));
    return List.copyOf(byFamily.values());
  }

  private static IpFamily firstFamily(ServiceSpec spec, List<String> addresses) {
    if (!addresses.isEmpty()) {
      return IpFamily.of(addresses.getFirst());
    }
    var families = Given.list(spec.getIpFamilies());
    return !families.isEmpty() && families.getFirst().equals(IpFamily.IPV6.toString())
        ? IpFamily.IPV6
        : IpFamily.IPV4;
  }

  /// The ports that the API allows; of two TCP ports with one number, the first.
  private static List<MeshService.Port> ports(List<ServicePort> ports) {
    var seen = new HashSet<Map.Entry<Boolean, Integer>>();
    return IntStream.range(0, ports.size())
        .filter(i -> isPort(ports.get(i).getPort()))
        .mapToObj(i -> port(i, ports.get(i)))
        .filter(port -> seen.add(Map.entry(port.isTcp(), port.number())))
        .toList();
  }

  private static boolean isPort(@Nullable Integer number) {
    return number != null && number > 0 && number < 65536;
  }

  private static MeshService.Port port(int index, ServicePort port) {
    var transport = Given.text(port.getProtocol());
    var appProtocol = Given.text(port.getAppProtocol());
    var name = Given.text(port.getName());
    return new MeshService.Port(
        index,
        name,
        port.getPort(),
        transport.isEmpty() ? "TCP" : transport,
        appProtocol,
        AppProtocols.read(transport, appProtocol, name).protocol(),
        target(port));
  }

  private static MeshService.Target target(ServicePort port) {
    var target = Objects.requireNonNullElseGet(port.getTargetPort(), IntOrString::new);
    var name = Given.text(target.getStrVal());
    if (!name.isEmpty()) {
      return new MeshService.Target.Named(name);
    }
    int number = Objects.requireNonNullElse(target.getIntVal(), 0);
    return new MeshService.Target.Numbered(number == 0 ? port.getPort() : number);
  }
}
