package dev.tulle.core.gateway;

import dev.tulle.core.status.GatewayAddress;
import dev.tulle.core.world.Given;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Where clients reach a Gateway, as the Service says that was made for it.
record GatewayAddresses(List<GatewayAddress> all) {

  static final GatewayAddresses NONE = new GatewayAddresses(List.of());

  GatewayAddresses {
    all = List.copyOf(all);
  }

  static GatewayAddresses of(Service service) {
    var spec = service.getSpec();
    if (spec == null) {
      return NONE;
    }
    var assigned =
        Stream.concat(
                balanced(service),
                Given.list(spec.getExternalIPs()).stream().map(GatewayAddresses::ip))
            .distinct()
            .toList();
    if (!assigned.isEmpty() || "LoadBalancer".equals(spec.getType())) {
      return new GatewayAddresses(assigned);
    }
    return new GatewayAddresses(
        Stream.concat(
                Stream.of(Given.text(spec.getClusterIP())),
                Given.list(spec.getClusterIPs()).stream())
            .filter(address -> !address.isEmpty() && !address.equals("None"))
            .distinct()
            .map(GatewayAddresses::ip)
            .toList());
  }

  private static Stream<GatewayAddress> balanced(Service service) {
    var status = service.getStatus();
    if (status == null || status.getLoadBalancer() == null) {
      return Stream.of();
    }
    return Given.list(status.getLoadBalancer().getIngress()).stream()
        .map(
            ingress ->
                Given.text(ingress.getIp()).isEmpty()
                    ? new GatewayAddress(
                        GatewayAddress.Type.HOSTNAME,
                        Objects.requireNonNullElse(ingress.getHostname(), ""))
                    : ip(ingress.getIp()))
        .filter(address -> !address.value().isEmpty());
  }

  private static GatewayAddress ip(String address) {
    return new GatewayAddress(GatewayAddress.Type.IP, address);
  }

  List<String> ips() {
    return all.stream()
        .filter(address -> address.type() == GatewayAddress.Type.IP)
        .map(GatewayAddress::value)
        .toList();
  }

  boolean has(String value) {
    return all.stream().anyMatch(address -> address.value().equals(value));
  }
}
