package dev.tulle.cli.instance;

import dev.tulle.core.gateway.GatewayApi;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.name.SpiffeId;

/// Who is who in the trust domain of one machine, besides the workloads.
public final class LocalIdentities {

  public static final String TRUST_DOMAIN = "cluster.local";
  public static final SpiffeId CONTROL_PLANE = ofTulle("control-plane");
  public static final SpiffeId INGRESS_GATEWAY = ofTulle("ingress-gateway");

  private LocalIdentities() {}

  /// Of the Envoy of a Gateway: the ServiceAccount that it has in a cluster.
  public static SpiffeId gateway(ObjectName gateway) {
    return new SpiffeId(TRUST_DOMAIN, gateway.namespace(), GatewayApi.madeFor(gateway));
  }

  /// The pod that the Envoy of a Gateway passes for, which is called as its ServiceAccount is.
  public static ObjectName gatewayPod(ObjectName gateway) {
    return new ObjectName("Pod", gateway.namespace(), gateway(gateway).serviceAccount());
  }

  private static SpiffeId ofTulle(String account) {
    return new SpiffeId(TRUST_DOMAIN, "tulle-system", account);
  }
}
