package dev.tulle.core.gateway;

/// The names by which the Gateway API and we know each other.
public final class GatewayApi {

  public static final String GROUP = "gateway.networking.k8s.io";

  /// The controller name of a GatewayClass that we serve.
  public static final String CONTROLLER = "tulle.dev/gateway-controller";

  /// The label that names its Gateway on what is made for one.
  public static final String GATEWAY_LABEL = GROUP + "/gateway-name";

  /// The label, and its value, on all that we make.
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  public static final String TULLE = "tulle";

  private GatewayApi() {}
}
