package dev.tulle.core.gateway;

import dev.tulle.core.name.ObjectName;

/// The names by which the Gateway API and we know each other.
public final class GatewayApi {

  public static final String GROUP = "gateway.networking.k8s.io";

  /// The controller name of a GatewayClass that we serve.
  public static final String CONTROLLER = "tulle.dev/gateway-controller";

  /// The label that names its Gateway on what is made for one.
  public static final String GATEWAY_LABEL = GROUP + "/gateway-name";

  /// The label that names its GatewayClass.
  public static final String CLASS_LABEL = GROUP + "/gateway-class-name";

  /// The label, and its value, on all that we make.
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  public static final String TULLE = "tulle";

  private static final int LONGEST = 63;

  private GatewayApi() {}

  /// What all that is made for a Gateway is called, which is a name that a Service may have:
  /// `NAME-tulle`, where that is one.
  public static String madeFor(ObjectName gateway) {
    var plain = gateway.name() + "-" + TULLE;
    if (plain.length() <= LONGEST && plain.matches("[a-z][-a-z0-9]*")) {
      return plain;
    }
    var hash = "-" + String.format("%08x", gateway.name().hashCode()) + "-" + TULLE;
    var legal = "g-" + gateway.name().replace('.', '-');
    return legal.substring(0, Math.min(legal.length(), LONGEST - hash.length())) + hash;
  }

  /// The value of `GATEWAY_LABEL` for a Gateway: its name, where a label can have it.
  public static String labelOf(ObjectName gateway) {
    return gateway.name().length() <= LONGEST ? gateway.name() : madeFor(gateway);
  }
}
