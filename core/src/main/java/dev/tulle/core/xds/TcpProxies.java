package dev.tulle.core.xds;

import static dev.tulle.core.xds.Protos.number;
import static dev.tulle.core.xds.Protos.seconds;

import dev.tulle.core.ir.Affinity;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.envoyproxy.envoy.type.v3.HashPolicy;

/// Renders how a connection is passed on as it is, for as long as both ends want: the server may
/// speak first, and either end may be done before the other. If the endpoint cannot be reached,
/// another is tried once.
final class TcpProxies {

  private static final int ATTEMPTS = 2;

  private TcpProxies() {}

  static Filter to(String cluster, String statistics, Affinity affinity) {
    var proxy =
        TcpProxy.newBuilder()
            .setStatPrefix(statistics)
            .setCluster(cluster)
            .setIdleTimeout(seconds(0))
            .setMaxConnectAttempts(number(ATTEMPTS));
    switch (affinity) {
      case NONE -> {}
      case CLIENT_ADDRESS ->
          proxy.addHashPolicy(
              HashPolicy.newBuilder().setSourceIp(HashPolicy.SourceIp.getDefaultInstance()));
    }
    return Filter.newBuilder()
        .setName("envoy.filters.network.tcp_proxy")
        .setTypedConfig(Protos.any(proxy.build()))
        .build();
  }
}
