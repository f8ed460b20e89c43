package dev.tulle.core.ingress;

import dev.tulle.core.name.ObjectName;
import java.util.List;

/// The gateway that answers for all Ingresses of our class: its name is that IngressClass, whether
/// or not there is such an object.
public record IngressGateway(ObjectName name, List<String> addresses, int httpPort, int httpsPort) {

  public IngressGateway {
    addresses = List.copyOf(addresses);
  }
}
