package dev.tulle.core.gateway;

import dev.tulle.core.crd.GatewayParameters;
import dev.tulle.core.crd.XBackendTrafficPolicy;
import dev.tulle.core.ir.MeshService;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.InstalledGatewayApi;
import dev.tulle.core.world.Kind;
import dev.tulle.core.world.World;
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
import java.util.SortedMap;

/// All that follows from the objects of the Gateway API follows from this. `services` are read;
/// `serviceObjects` say which addresses Gateways have been given.
public record GatewayInput(
    GatewaySettings settings,
    SortedMap<ObjectName, GatewayClass> classes,
    SortedMap<ObjectName, GatewayParameters> parameters,
    SortedMap<ObjectName, Gateway> gateways,
    SortedMap<ObjectName, ListenerSet> listenerSets,
    Routes routes,
    SortedMap<ObjectName, BackendTLSPolicy> policies,
    SortedMap<ObjectName, XBackendTrafficPolicy> trafficPolicies,
    SortedMap<ObjectName, ReferenceGrant> grants,
    SortedMap<ObjectName, MeshService> services,
    SortedMap<ObjectName, Service> serviceObjects,
    SortedMap<ObjectName, Secret> secrets,
    SortedMap<ObjectName, ConfigMap> configMaps,
    SortedMap<ObjectName, Namespace> namespaces) {

  /// The routes of all kinds.
  public record Routes(
      SortedMap<ObjectName, HTTPRoute> http,
      SortedMap<ObjectName, GRPCRoute> grpc,
      SortedMap<ObjectName, TLSRoute> tls,
      SortedMap<ObjectName, TCPRoute> tcp,
      SortedMap<ObjectName, UDPRoute> udp) {}

  public static GatewayInput of(
      GatewaySettings settings, World world, SortedMap<ObjectName, MeshService> services) {
    return new GatewayInput(
        world
            .get(InstalledGatewayApi.KIND, "", InstalledGatewayApi.NAME.name())
            .map(installed -> settings.with(installed.version()))
            .orElse(settings),
        world.all(Kind.GATEWAY_CLASS),
        world.all(Kind.GATEWAY_PARAMETERS),
        world.all(Kind.GATEWAY),
        world.all(Kind.LISTENER_SET),
        new Routes(
            world.all(Kind.HTTP_ROUTE),
            world.all(Kind.GRPC_ROUTE),
            world.all(Kind.TLS_ROUTE),
            world.all(Kind.TCP_ROUTE),
            world.all(Kind.UDP_ROUTE)),
        world.all(Kind.BACKEND_TLS_POLICY),
        world.all(Kind.BACKEND_TRAFFIC_POLICY),
        world.all(Kind.REFERENCE_GRANT),
        services,
        world.all(Kind.SERVICE),
        world.all(Kind.SECRET),
        world.all(Kind.CONFIG_MAP),
        world.all(Kind.NAMESPACE));
  }
}
