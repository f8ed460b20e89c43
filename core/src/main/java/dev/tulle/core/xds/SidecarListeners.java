package dev.tulle.core.xds;

import dev.tulle.core.ir.Affinity;
import dev.tulle.core.ir.Destination;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.filters.listener.original_dst.v3.OriginalDst;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// The two ports of a sidecar, to which its pod's connections are redirected: all that the pod
/// opens come to the one, all that others open to it to the other. A connection to the proxy itself
/// would come back to it without end: it is closed.
public final class SidecarListeners {

  public static final int OUTBOUND_PORT = 15_001;
  public static final int INBOUND_PORT = 15_006;

  static final String HTTP = "http";
  static final String CLOSED = "closed";
  private static final String TCP = "tcp";

  private static final List<Integer> OWN_PORTS = List.of(OUTBOUND_PORT, INBOUND_PORT);
  private static final String ANY = "0.0.0.0";

  private SidecarListeners() {}

  /// Hands a connection to a Service's port that is not HTTP on to the listener of that port. Takes
  /// those to one that is; what is no Service's passes through.
  static Resource outbound(Collection<Destination> http) {
    var passthrough = TcpProxies.to(Names.PASSTHROUGH, Names.PASSTHROUGH, Affinity.NONE);
    var manager =
        WorkloadHttp.ofDialled(
            HttpConnections.routedBy(Names.OUTBOUND, HttpFilters.OF_WORKLOADS)
                .setStatPrefix(Names.OUTBOUND));
    return resource(
        bound(Names.OUTBOUND, OUTBOUND_PORT)
            .setTrafficDirection(TrafficDirection.OUTBOUND)
            .setUseOriginalDst(Protos.TRUE)
            .setFilterChainMatcher(
                OutboundMatcher.render(http.stream().map(DialledAddress::of).toList(), OWN_PORTS))
            .addFilterChains(
                FilterChain.newBuilder().setName(HTTP).addFilters(HttpConnections.filter(manager)))
            .addFilterChains(
                FilterChain.newBuilder().setName(CLOSED).addFilters(Listeners.closeAtOnce()))
            .setDefaultFilterChain(FilterChain.newBuilder().setName(TCP).addFilters(passthrough)));
  }

  /// With a filter chain for each of these ports of the pod.
  static Resource inbound(List<Integer> httpPorts) {
    var tcp = TcpProxies.to(Names.INBOUND, Names.INBOUND, Affinity.NONE);
    var listener =
        bound(Names.INBOUND, INBOUND_PORT)
            .setTrafficDirection(TrafficDirection.INBOUND)
            .setDefaultFilterChain(FilterChain.newBuilder().setName(TCP).addFilters(tcp));
    OWN_PORTS.stream()
        .map(port -> chain("loop", port).addFilters(Listeners.closeAtOnce()))
        .forEach(listener::addFilterChains);
    httpPorts.stream()
        .filter(port -> !OWN_PORTS.contains(port))
        .map(SidecarListeners::http)
        .forEach(listener::addFilterChains);
    return resource(listener);
  }

  private static FilterChain.Builder http(int port) {
    var routes =
        RouteConfiguration.newBuilder()
            .setName(Names.INBOUND)
            .addVirtualHosts(ServiceRoutes.intoThePod());
    var manager =
        HttpConnections.plain(HttpFilters.OF_WORKLOADS)
            .setStatPrefix(Names.INBOUND)
            .setRouteConfig(routes);
    return chain(HTTP, port).addFilters(HttpConnections.filter(WorkloadHttp.of(manager)));
  }

  private static Listener.Builder bound(String name, int port) {
    return Listener.newBuilder()
        .setName(name)
        .setAddress(Protos.address(ANY, port))
        .addListenerFilters(
            ListenerFilter.newBuilder()
                .setName("envoy.filters.listener.original_dst")
                .setTypedConfig(Protos.any(OriginalDst.getDefaultInstance())));
  }

  private static FilterChain.Builder chain(String name, int port) {
    return FilterChain.newBuilder()
        .setName(name + "/" + port)
        .setFilterChainMatch(FilterChainMatch.newBuilder().setDestinationPort(Protos.number(port)));
  }

  private static Resource resource(Listener.Builder listener) {
    return Resource.of(ResourceType.LISTENER, listener.getName(), listener.build(), Set.of());
  }
}
