package dev.tulle.core.xds;

import dev.tulle.core.ir.Affinity;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.filters.listener.original_dst.v3.OriginalDst;
import java.util.List;
import java.util.Set;

/// The two ports of a sidecar, to which its pod's connections are redirected: all that the pod
/// opens come to the one, all that others open to it to the other.
public final class SidecarListeners {

  public static final int OUTBOUND_PORT = 15_001;
  public static final int INBOUND_PORT = 15_006;

  /// Hands a connection on to the listener of the Service that was dialled. What is no Service's
  /// passes through.
  static final Resource OUTBOUND = outbound();

  private static final String ANY = "0.0.0.0";
  private static final String LOCAL_HOST = "localhost";

  private SidecarListeners() {}

  private static Resource outbound() {
    var passthrough = TcpProxies.to(Names.PASSTHROUGH, Names.PASSTHROUGH, Affinity.NONE);
    return resource(
        bound(Names.OUTBOUND, OUTBOUND_PORT)
            .setTrafficDirection(TrafficDirection.OUTBOUND)
            .setUseOriginalDst(Protos.TRUE)
            .setDefaultFilterChain(
                FilterChain.newBuilder().setName("tcp").addFilters(passthrough)));
  }

  /// With a filter chain for each of these ports of the pod.
  static Resource inbound(List<Integer> httpPorts) {
    var tcp = TcpProxies.to(Names.INBOUND, Names.INBOUND, Affinity.NONE);
    var listener =
        bound(Names.INBOUND, INBOUND_PORT)
            .setTrafficDirection(TrafficDirection.INBOUND)
            .setDefaultFilterChain(FilterChain.newBuilder().setName("tcp").addFilters(tcp));
    httpPorts.stream()
        .filter(port -> port != OUTBOUND_PORT && port != INBOUND_PORT)
        .map(SidecarListeners::http)
        .forEach(listener::addFilterChains);
    return resource(listener);
  }

  private static FilterChain http(int port) {
    var routes =
        RouteConfiguration.newBuilder()
            .setName(Names.INBOUND)
            .addVirtualHosts(ServiceRoutes.everyHost(Names.INBOUND, Affinity.NONE));
    var manager =
        HttpConnections.plain(HttpFilters.OF_WORKLOADS)
            .setStatPrefix(Names.INBOUND)
            .setRouteConfig(routes);
    return chain(port)
        .setName("http/" + port)
        .addFilters(HttpConnections.filter(WorkloadHttp.of(manager, LOCAL_HOST)))
        .build();
  }

  /// A connection to the proxy itself would come back to it without end: it is closed.
  private static Listener.Builder bound(String name, int port) {
    return Listener.newBuilder()
        .setName(name)
        .setAddress(Protos.address(ANY, port))
        .addListenerFilters(
            ListenerFilter.newBuilder()
                .setName("envoy.filters.listener.original_dst")
                .setTypedConfig(Protos.any(OriginalDst.getDefaultInstance())))
        .addFilterChains(closed(OUTBOUND_PORT))
        .addFilterChains(closed(INBOUND_PORT));
  }

  private static FilterChain closed(int port) {
    return chain(port).setName("loop/" + port).addFilters(Listeners.closeAtOnce()).build();
  }

  private static FilterChain.Builder chain(int port) {
    return FilterChain.newBuilder()
        .setFilterChainMatch(FilterChainMatch.newBuilder().setDestinationPort(Protos.number(port)));
  }

  private static Resource resource(Listener.Builder listener) {
    return Resource.of(ResourceType.LISTENER, listener.getName(), listener.build(), Set.of());
  }
}
