package dev.tulle.core.world;

import dev.tulle.core.crd.GatewayParameters;
import dev.tulle.core.crd.XBackendTrafficPolicy;
import dev.tulle.core.name.ObjectName;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.BackendTLSPolicy;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayClass;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ListenerSet;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ReferenceGrant;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.TCPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.TLSRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.UDPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import java.util.List;

/// A kind of object that the compiler reads, and the Java type its objects have in a `World`. Pods
/// and EndpointSlices, of which there are many, are kept as small records of what is used of them.
public record Kind<T>(String name, Class<T> type) {

  public static final Kind<Namespace> NAMESPACE = new Kind<>("Namespace", Namespace.class);
  public static final Kind<Service> SERVICE = new Kind<>("Service", Service.class);
  public static final Kind<SliceRecord> ENDPOINT_SLICE =
      new Kind<>("EndpointSlice", SliceRecord.class);
  public static final Kind<PodRecord> POD = new Kind<>("Pod", PodRecord.class);
  public static final Kind<Ingress> INGRESS = new Kind<>("Ingress", Ingress.class);
  public static final Kind<IngressClass> INGRESS_CLASS =
      new Kind<>("IngressClass", IngressClass.class);
  public static final Kind<Secret> SECRET = new Kind<>("Secret", Secret.class);
  public static final Kind<ConfigMap> CONFIG_MAP = new Kind<>("ConfigMap", ConfigMap.class);
  public static final Kind<GatewayClass> GATEWAY_CLASS =
      new Kind<>("GatewayClass", GatewayClass.class);
  public static final Kind<Gateway> GATEWAY = new Kind<>("Gateway", Gateway.class);
  public static final Kind<ListenerSet> LISTENER_SET = new Kind<>("ListenerSet", ListenerSet.class);
  public static final Kind<HTTPRoute> HTTP_ROUTE = new Kind<>("HTTPRoute", HTTPRoute.class);
  public static final Kind<GRPCRoute> GRPC_ROUTE = new Kind<>("GRPCRoute", GRPCRoute.class);
  public static final Kind<TLSRoute> TLS_ROUTE = new Kind<>("TLSRoute", TLSRoute.class);
  public static final Kind<TCPRoute> TCP_ROUTE = new Kind<>("TCPRoute", TCPRoute.class);
  public static final Kind<UDPRoute> UDP_ROUTE = new Kind<>("UDPRoute", UDPRoute.class);
  public static final Kind<BackendTLSPolicy> BACKEND_TLS_POLICY =
      new Kind<>("BackendTLSPolicy", BackendTLSPolicy.class);
  public static final Kind<XBackendTrafficPolicy> BACKEND_TRAFFIC_POLICY =
      new Kind<>(XBackendTrafficPolicy.KIND, XBackendTrafficPolicy.class);
  public static final Kind<ReferenceGrant> REFERENCE_GRANT =
      new Kind<>("ReferenceGrant", ReferenceGrant.class);

  public static final Kind<GatewayParameters> GATEWAY_PARAMETERS =
      new Kind<>(GatewayParameters.KIND, GatewayParameters.class);

  public static final List<Kind<?>> ALL =
      List.of(
          NAMESPACE,
          SERVICE,
          ENDPOINT_SLICE,
          POD,
          INGRESS,
          INGRESS_CLASS,
          SECRET,
          CONFIG_MAP,
          GATEWAY_CLASS,
          GATEWAY,
          LISTENER_SET,
          HTTP_ROUTE,
          GRPC_ROUTE,
          TLS_ROUTE,
          TCP_ROUTE,
          UDP_ROUTE,
          BACKEND_TLS_POLICY,
          BACKEND_TRAFFIC_POLICY,
          REFERENCE_GRANT,
          GATEWAY_PARAMETERS);

  public ObjectName named(String namespace, String objectName) {
    return new ObjectName(name, namespace, objectName);
  }
}
