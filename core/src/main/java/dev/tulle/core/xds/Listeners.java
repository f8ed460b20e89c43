package dev.tulle.core.xds;

import static dev.tulle.core.xds.Protos.number;
import static dev.tulle.core.xds.Protos.seconds;

import dev.tulle.core.ir.HostMatch;
import dev.tulle.core.ir.Listener.TlsHost;
import dev.tulle.core.ir.Listener.Traffic;
import dev.tulle.core.name.ObjectName;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.listener.v3.AdditionalAddress;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import io.envoyproxy.envoy.extensions.filters.network.direct_response.v3.Config;
import java.util.Set;

/// Renders the ports of a gateway. What changes often is not in here but behind a name, since a
/// listener that changes drains its connections. Each TLS host has a filter chain of its own: to
/// add or remove one leaves the connections of the others alone.
final class Listeners {

  private static final String STATISTICS = "ingress";

  /// All that a listener follows from.
  record Input(ObjectName gateway, Set<ObjectName> origins, dev.tulle.core.ir.Listener listener) {}

  private Listeners() {}

  static Resource render(Input input) {
    var listener = input.listener();
    var name = Names.listener(input.gateway(), listener);
    var out = Listener.newBuilder().setName(name).setMetadata(Provenance.of(input.gateway()));
    switch (listener.traffic()) {
      case Traffic.Http(var routes) ->
          out.addFilterChains(FilterChain.newBuilder().addFilters(EdgeHttp.render(routes)));
      case Traffic.Tls(var hosts) -> {
        out.addListenerFilters(tlsInspector());
        hosts.forEach(host -> out.addFilterChains(chain(host)));
      }
      case Traffic.Tcp(var portions) ->
          out.addFilterChains(
              FilterChain.newBuilder().addFilters(TcpProxies.to(portions, STATISTICS)));
      case Traffic.Udp(var portions) -> out.addListenerFilters(Datagrams.proxy(name, portions));
    }
    var message = bind(out, listener).build();
    return Resource.of(ResourceType.LISTENER, name, message, input.origins());
  }

  private static Listener.Builder bind(Listener.Builder out, dev.tulle.core.ir.Listener listener) {
    var protocol =
        switch (listener.traffic()) {
          case Traffic.Http _, Traffic.Tls _, Traffic.Tcp _ -> SocketAddress.Protocol.TCP;
          case Traffic.Udp _ -> SocketAddress.Protocol.UDP;
        };
    out.setAddress(Protos.address(listener.addresses().getFirst(), listener.port(), protocol));
    listener.addresses().stream()
        .skip(1)
        .map(address -> Protos.address(address, listener.port(), protocol))
        .forEach(a -> out.addAdditionalAddresses(AdditionalAddress.newBuilder().setAddress(a)));
    return protocol == SocketAddress.Protocol.TCP
        ? out.setPerConnectionBufferLimitBytes(number(Edge.BUFFER_BYTES))
        : out;
  }

  private static FilterChain chain(TlsHost host) {
    var chain =
        FilterChain.newBuilder()
            .setName(host.host().toString())
            .setFilterChainMatch(match(host.host()));
    return switch (host) {
      case TlsHost.Refuse _ -> chain.addFilters(closeAtOnce()).build();
      case TlsHost.Passthrough(_, var portions) ->
          chain.addFilters(TcpProxies.to(portions, STATISTICS)).build();
      case TlsHost.Terminate(_, var tls, var routes) ->
          terminated(chain, GatewayTls.serveHttp(tls)).addFilters(EdgeHttp.render(routes)).build();
      case TlsHost.TerminateTcp(_, var tls, var portions) ->
          terminated(chain, GatewayTls.serveTcp(tls))
              .addFilters(TcpProxies.to(portions, STATISTICS))
              .build();
    };
  }

  private static FilterChain.Builder terminated(FilterChain.Builder chain, TransportSocket tls) {
    return chain
        .setTransportSocket(tls)
        .setTransportSocketConnectTimeout(seconds(Edge.TLS_HANDSHAKE_SECONDS));
  }

  private static FilterChainMatch match(HostMatch host) {
    var match = FilterChainMatch.newBuilder();
    return switch (host) {
      case HostMatch.Any _ -> match.setTransportProtocol("tls").build();
      case HostMatch.Exact _, HostMatch.Wildcard _, HostMatch.Suffix _ ->
          match.setTransportProtocol("tls").addServerNames(host.toString()).build();
    };
  }

  /// An empty answer and the end of the connection, before any handshake.
  static Filter closeAtOnce() {
    return Filter.newBuilder()
        .setName("envoy.filters.network.direct_response")
        .setTypedConfig(Protos.any(Config.getDefaultInstance()))
        .build();
  }

  private static ListenerFilter tlsInspector() {
    return ListenerFilter.newBuilder()
        .setName("envoy.filters.listener.tls_inspector")
        .setTypedConfig(Protos.any(TlsInspector.getDefaultInstance()))
        .build();
  }
}
