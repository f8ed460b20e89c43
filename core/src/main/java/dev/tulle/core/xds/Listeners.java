package dev.tulle.core.xds;

import static dev.tulle.core.xds.Protos.number;
import static dev.tulle.core.xds.Protos.seconds;

import dev.tulle.core.ir.Gateway;
import dev.tulle.core.ir.HostMatch;
import dev.tulle.core.ir.Listener.TlsHost;
import dev.tulle.core.ir.Listener.Traffic;
import io.envoyproxy.envoy.config.listener.v3.AdditionalAddress;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.FilterChainMatch;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import io.envoyproxy.envoy.extensions.filters.network.direct_response.v3.Config;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters.TlsProtocol;

/// Renders the ports of a gateway. What changes often is not in here but behind a name, since a
/// listener that changes drains its connections. Each TLS host has a filter chain of its own: to
/// add or remove one leaves the connections of the others alone.
final class Listeners {

  /// All that a listener follows from.
  record Input(Gateway gateway, dev.tulle.core.ir.Listener listener) {}

  private Listeners() {}

  static Resource render(Input input) {
    var listener = input.listener();
    var name = Names.listener(input.gateway(), listener);
    var out =
        Listener.newBuilder()
            .setName(name)
            .setAddress(Protos.address(listener.addresses().getFirst(), listener.port()))
            .setPerConnectionBufferLimitBytes(number(Edge.BUFFER_BYTES))
            .setMetadata(Provenance.of(input.gateway().name()));
    listener.addresses().stream()
        .skip(1)
        .map(address -> Protos.address(address, listener.port()))
        .forEach(a -> out.addAdditionalAddresses(AdditionalAddress.newBuilder().setAddress(a)));
    switch (listener.traffic()) {
      case Traffic.Http(var routes) ->
          out.addFilterChains(FilterChain.newBuilder().addFilters(EdgeHttp.render(routes)));
      case Traffic.Https(var hosts) -> {
        out.addListenerFilters(tlsInspector());
        hosts.forEach(host -> out.addFilterChains(chain(host)));
      }
    }
    return Resource.of(ResourceType.LISTENER, name, out.build(), input.gateway().origins());
  }

  private static FilterChain chain(TlsHost host) {
    var chain =
        FilterChain.newBuilder()
            .setName(host.host().toString())
            .setFilterChainMatch(match(host.host()));
    return switch (host) {
      case TlsHost.Refuse _ -> chain.addFilters(closeAtOnce()).build();
      case TlsHost.Terminate(_, var certificate, var routes) ->
          chain
              .setTransportSocket(Protos.tls(context(Names.certificate(certificate))))
              .setTransportSocketConnectTimeout(seconds(Edge.TLS_HANDSHAKE_SECONDS))
              .addFilters(EdgeHttp.render(routes))
              .build();
    };
  }

  private static FilterChainMatch match(HostMatch host) {
    var match = FilterChainMatch.newBuilder();
    return switch (host) {
      case HostMatch.Any _ -> match.setTransportProtocol("tls").build();
      case HostMatch.Exact _, HostMatch.Wildcard _, HostMatch.Suffix _ ->
          match.setTransportProtocol("tls").addServerNames(host.toString()).build();
    };
  }

  private static DownstreamTlsContext context(String certificate) {
    return DownstreamTlsContext.newBuilder()
        .setCommonTlsContext(
            CommonTlsContext.newBuilder()
                .setTlsParams(
                    TlsParameters.newBuilder().setTlsMinimumProtocolVersion(TlsProtocol.TLSv1_2))
                .addAlpnProtocols("h2")
                .addAlpnProtocols("http/1.1")
                .addTlsCertificateSdsSecretConfigs(
                    SdsSecretConfig.newBuilder().setName(certificate).setSdsConfig(Protos.ADS)))
        .build();
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
