package dev.tulle.core.gateway;

import dev.tulle.core.gateway.ReadGateway.Address;
import dev.tulle.core.status.Finding;
import dev.tulle.core.world.Given;
import java.util.Optional;

/// Judges the addresses that a Gateway asks for by those that it has.
final class AddressJudge {

  private AddressJudge() {}

  /// One of a type that does not exist.
  static Optional<Finding> unsupported(ReadGateway gateway) {
    return gateway.addresses().stream()
        .filter(each -> !each.type().equals("IPAddress") && !each.type().equals("Hostname"))
        .findFirst()
        .map(
            each ->
                Findings.error(
                    gateway.name(),
                    each.field() + ".type",
                    "UnsupportedAddress",
                    "asks for an address of type " + Given.brief(each.type()),
                    "ask for one of type IPAddress"));
  }

  /// Why the Gateway cannot be reached, or not where it wants to be.
  static Optional<Finding> unreachable(ReadGateway gateway, GatewayAddresses addresses) {
    var missing =
        gateway.addresses().stream()
            .filter(each -> !each.value().isEmpty() && !addresses.has(each.value()))
            .toList();
    var unusable =
        missing.stream()
            .filter(each -> each.type().equals("Hostname") || !addresses.all().isEmpty())
            .findFirst();
    if (unusable.isPresent()) {
      return unusable.map(each -> notUsable(gateway, each));
    }
    return addresses.all().isEmpty() ? Optional.of(notAssigned(gateway)) : Optional.empty();
  }

  private static Finding notUsable(ReadGateway gateway, Address address) {
    return Findings.warning(
        gateway.name(),
        address.field(),
        "AddressNotUsable",
        "asks for the address " + Given.brief(address.value()) + ", which it cannot have",
        address.type().equals("Hostname")
            ? "ask for an IP address, and have the name point there"
            : "ask for one that the load balancer can give, or for none");
  }

  private static Finding notAssigned(ReadGateway gateway) {
    return Findings.warning(
        gateway.name(),
        "",
        "AddressNotAssigned",
        "has no address yet",
        "wait; if it stays so, see whether its Service "
            + GatewayApi.madeFor(gateway.name())
            + " gets one from a load balancer");
  }
}
