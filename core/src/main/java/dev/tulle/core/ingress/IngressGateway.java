package dev.tulle.core.ingress;

import dev.tulle.core.name.ObjectName;
import java.util.List;
import java.util.Optional;

/// The gateway that answers for all Ingresses of our class: its name is that IngressClass, whether
/// or not there is such an object. `service` is the Service through which clients reach it, where
/// there is one.
public record IngressGateway(
    ObjectName name,
    List<String> addresses,
    int httpPort,
    int httpsPort,
    Optional<ObjectName> service) {

  public IngressGateway {
    addresses = List.copyOf(addresses);
  }

  /// One that clients reach at its own addresses.
  public IngressGateway(ObjectName name, List<String> addresses, int httpPort, int httpsPort) {
    this(name, addresses, httpPort, httpsPort, Optional.empty());
  }
}
