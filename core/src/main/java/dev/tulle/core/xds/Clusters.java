package dev.tulle.core.xds;

import static dev.tulle.core.xds.Protos.number;
import static dev.tulle.core.xds.Protos.seconds;

import dev.tulle.core.ir.Affinity;
import dev.tulle.core.ir.Cluster;
import dev.tulle.core.ir.Protocol;
import dev.tulle.core.ir.RetryBudget;
import dev.tulle.core.ir.UpstreamTls;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers.Thresholds;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.CommonLbConfig;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DiscoveryType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.EdsClusterConfig;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.LbPolicy;
import io.envoyproxy.envoy.config.cluster.v3.UpstreamConnectionOptions;
import io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.TcpKeepalive;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.ExplicitHttpConfig;
import io.envoyproxy.envoy.type.v3.Percent;
import java.util.Set;

/// Renders how the endpoints of a Service port are spoken to.
final class Clusters {

  static final String HTTP_OPTIONS = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions";
  private static final int CONNECT_SECONDS = 2;
  private static final int NO_LIMIT = -1; // as an unsigned number, the greatest
  private static final int KEEPALIVE_SECONDS = 30;
  private static final int KEEPALIVE_INTERVAL_SECONDS = 5;
  private static final int KEEPALIVE_PROBES = 3;

  /// An idle connection is closed before the server at its other end does: servers do so after 2
  /// (Gunicorn) or 5 seconds (Node, Uvicorn, Apache), and a request that crosses the close is lost.
  static final int IDLE_MILLIS = 1500;

  private Clusters() {}

  static Resource render(Cluster cluster) {
    var upstream = cluster.upstream();
    var service = upstream.port().service();
    var out =
        ofEndpoints(Names.cluster(upstream), cluster.affinity())
            .setPerConnectionBufferLimitBytes(number(Edge.BUFFER_BYTES))
            .setMetadata(Provenance.of(service));
    cluster.retries().map(Clusters::within).ifPresent(out::setCircuitBreakers);
    switch (upstream.protocol()) {
      case HTTP1, HTTP2 ->
          out.putTypedExtensionProtocolOptions(HTTP_OPTIONS, Protos.any(http(upstream.protocol())));
      case UNDECLARED, HTTPS, TCP, NOT_TCP -> {}
    }
    if (cluster.tls() instanceof UpstreamTls.Verified tls) {
      out.setTransportSocket(GatewayTls.connect(tls, upstream.protocol()));
    }
    return Resource.of(ResourceType.CLUSTER, out.getName(), out.build(), Set.of(service));
  }

  /// What all proxies have in common that send to the endpoints of a Service.
  static io.envoyproxy.envoy.config.cluster.v3.Cluster.Builder ofEndpoints(
      String name, Affinity affinity) {
    return unlimited(name)
        .setType(DiscoveryType.EDS)
        .setEdsClusterConfig(EdsClusterConfig.newBuilder().setEdsConfig(Protos.ADS))
        .setConnectTimeout(seconds(CONNECT_SECONDS))
        .setLbPolicy(
            switch (affinity) {
              case NONE -> LbPolicy.LEAST_REQUEST;
              // of the consistent hashes, the one that moves fewest clients when hosts change
              case CLIENT_ADDRESS -> LbPolicy.RING_HASH;
            })
        .setCommonLbConfig(balancing());
  }

  static io.envoyproxy.envoy.config.cluster.v3.Cluster.Builder unlimited(String name) {
    return io.envoyproxy.envoy.config.cluster.v3.Cluster.newBuilder()
        .setName(name)
        .setCircuitBreakers(noLimits())
        .setUpstreamConnectionOptions(
            UpstreamConnectionOptions.newBuilder().setTcpKeepalive(keepalive()));
  }

  /// Endpoints that drain are given nothing, however few others there are: when they are to be used
  /// has been decided. A change of health alone counts at once; by default Envoy holds it back for
  /// a second.
  private static CommonLbConfig balancing() {
    return CommonLbConfig.newBuilder()
        .setHealthyPanicThreshold(Percent.getDefaultInstance())
        .setUpdateMergeWindow(seconds(0))
        .build();
  }

  /// Envoy's own limits (1,024 requests, 3 retries) would fail requests that Kubernetes alone would
  /// not.
  private static CircuitBreakers noLimits() {
    return CircuitBreakers.newBuilder()
        .addThresholds(
            Thresholds.newBuilder()
                .setMaxConnections(number(NO_LIMIT))
                .setMaxPendingRequests(number(NO_LIMIT))
                .setMaxRequests(number(NO_LIMIT))
                .setMaxRetries(number(NO_LIMIT)))
        .build();
  }

  /// A budget goes before the greatest number of retries.
  private static CircuitBreakers within(RetryBudget retries) {
    var limits = noLimits().toBuilder();
    limits
        .getThresholdsBuilder(0)
        .clearMaxRetries()
        .getRetryBudgetBuilder()
        .setBudgetPercent(Percent.newBuilder().setValue(retries.percent()))
        .setMinRetryConcurrency(number(retries.least()));
    return limits.build();
  }

  private static TcpKeepalive keepalive() {
    return TcpKeepalive.newBuilder()
        .setKeepaliveTime(number(KEEPALIVE_SECONDS))
        .setKeepaliveInterval(number(KEEPALIVE_INTERVAL_SECONDS))
        .setKeepaliveProbes(number(KEEPALIVE_PROBES))
        .build();
  }

  private static HttpProtocolOptions http(Protocol protocol) {
    var options = HttpProtocolOptions.newBuilder();
    var explicit = ExplicitHttpConfig.newBuilder();
    switch (protocol) {
      case HTTP2 ->
          explicit.setHttp2ProtocolOptions(
              Http2ProtocolOptions.newBuilder()
                  .setInitialStreamWindowSize(number(Edge.STREAM_WINDOW_BYTES))
                  .setInitialConnectionWindowSize(number(Edge.CONNECTION_WINDOW_BYTES)));
      case HTTP1, UNDECLARED, TCP, HTTPS, NOT_TCP -> {
        explicit.setHttpProtocolOptions(Http1ProtocolOptions.getDefaultInstance());
        options.getCommonHttpProtocolOptionsBuilder().setIdleTimeout(Protos.millis(IDLE_MILLIS));
      }
    }
    return options.setExplicitHttpConfig(explicit).build();
  }
}
