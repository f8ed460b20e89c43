package dev.tulle.core.xds;

import dev.tulle.core.ir.Affinity;
import dev.tulle.core.ir.Destination;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.AdditionalAddress;
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
/// would come back to it without end: it is closed. Pods that have an IPv6 address are listened for
/// on both families: a connection is redirected to the proxy over the one that it was opened over.
public final class SidecarListeners {

  public static final int OUTBOUND_PORT = 15_001;
  public static final int INBOUND_PORT = 15_006;

  static final String CLOSED = "closed";
  private static final String HTTP = "http";
  private static final String TCP = "tcp";
  private static final String STICKY_TCP = "sticky tcp";

  private static final List<Integer> OWN_PORTS = List.of(OUTBOUND_PORT, INBOUND_PORT);
  private static final String ANY = "0.0.0.0";
  private static final String ANY_IPV6 = "::";

  private SidecarListeners() {}

  /// Takes connections to an address and port of a Service, by how it is spoken with; what is no
  /// Service's passes through.
  static Resource outbound(Collection<Destination> reached, boolean ipv6) {
    var passthrough = TcpProxies.asOpened(Names.PASSTHROUGH);
    var manager =
        WorkloadHttp.ofDialled(
            HttpConnections.routedBy(Names.OUTBOUND, HttpFilters.OF_WORKLOADS)
                .setStatPrefix(Names.OUTBOUND));
    return resource(
        bound(Names.OUTBOUND, OUTBOUND_PORT, ipv6)
            .setTrafficDirection(TrafficDirection.OUTBOUND)
            .setFilterChainMatcher(
                OutboundMatcher.render(reached, SidecarListeners::chain, OWN_PORTS))
            .addFilterChains(
                FilterChain.newBuilder().setName(HTTP).addFilters(HttpConnections.filter(manager)))
            .addFilterChains(asDialled(TCP, Affinity.NONE))
            .addFilterChains(asDialled(STICKY_TCP, Affinity.CLIENT_ADDRESS))
            .addFilterChains(
                FilterChain.newBuilder().setName(CLOSED).addFilters(Listeners.closeAtOnce()))
            .setDefaultFilterChain(
                FilterChain.newBuilder().setName(Names.PASSTHROUGH).addFilters(passthrough)));
  }

  private static String chain(Destination destination) {
    if (destination.isHttp()) {
      return HTTP;
    }
    return switch (destination.affinity()) {
      case NONE -> TCP;
      case CLIENT_ADDRESS -> STICKY_TCP;
    };
  }

  private static FilterChain.Builder asDialled(String name, Affinity affinity) {
    return FilterChain.newBuilder()
        .setName(name)
        .addAllFilters(TcpProxies.asDialled(Names.OUTBOUND, affinity));
  }

  /// With a filter chain for each of these ports of the pod.
  static Resource inbound(List<Integer> httpPorts, boolean ipv6) {
    var tcp = TcpProxies.asOpened(Names.INBOUND);
    var listener =
        bound(Names.INBOUND, INBOUND_PORT, ipv6)
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

  private static Listener.Builder bound(String name, int port, boolean ipv6) {
    var listener =
        Listener.newBuilder()
            .setName(name)
            .setAddress(Protos.address(ANY, port))
            .addListenerFilters(
                ListenerFilter.newBuilder()
                    .setName("envoy.filters.listener.original_dst")
                    .setTypedConfig(Protos.any(OriginalDst.getDefaultInstance())));
    if (ipv6) {
      listener.addAdditionalAddresses(
          AdditionalAddress.newBuilder().setAddress(Protos.address(ANY_IPV6, port)));
    }
    return listener;
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
