package dev.tulle.core.discovery;

import dev.tulle.core.status.GatewayAddress;
import dev.tulle.core.world.Given;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.stream.Stream;

/// Where clients reach what is behind a Service: what its load balancer was given, and for a
/// Service that has none by its type, the addresses that it has inside of the cluster.
public final class ClientAddresses {

  private static final String NONE = "None";

  private ClientAddresses() {}

  public static List<GatewayAddress> of(Service service) {
    var spec = service.getSpec();
    if (spec == null) {
      return List.of();
    }
    if (!Given.text(spec.getType()).equals("LoadBalancer")) {
      return Given.list(spec.getClusterIPs()).stream()
          .filter(ip -> !ip.isEmpty() && !ip.equals(NONE))
          .map(ip -> new GatewayAddress(GatewayAddress.Type.IP, ip))
          .toList();
    }
    var balancer = service.getStatus() == null ? null : service.getStatus().getLoadBalancer();
    return balancer == null
        ? List.of()
        : Given.list(balancer.getIngress()).stream()
            .flatMap(
                each ->
                    Stream.concat(
                        address(GatewayAddress.Type.IP, Given.text(each.getIp())),
                        address(GatewayAddress.Type.HOSTNAME, Given.text(each.getHostname()))))
            .toList();
  }

  private static Stream<GatewayAddress> address(GatewayAddress.Type type, String value) {
    return value.isEmpty() ? Stream.empty() : Stream.of(new GatewayAddress(type, value));
  }
}
