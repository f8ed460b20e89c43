package dev.tulle.core.xds;

import static dev.tulle.core.xds.Protos.number;
import static dev.tulle.core.xds.Protos.seconds;

import dev.tulle.core.ir.Affinity;
import dev.tulle.core.ir.Backend;
import dev.tulle.core.ir.Portion;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLog;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLogFilter;
import io.envoyproxy.envoy.config.accesslog.v3.ResponseFlagFilter;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.SubstitutionFormatString;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.extensions.access_loggers.stream.v3.StdoutAccessLog;
import io.envoyproxy.envoy.extensions.filters.common.set_filter_state.v3.FilterStateValue;
import io.envoyproxy.envoy.extensions.filters.network.set_filter_state.v3.Config;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.WeightedCluster;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.WeightedCluster.ClusterWeight;
import io.envoyproxy.envoy.type.v3.HashPolicy;
import java.util.List;

/// Renders how a connection is passed on as it is, for as long as both ends want: the server may
/// speak first, and either end may be done before the other. If the endpoint cannot be reached,
/// another is tried.
final class TcpProxies {

  private static final String LINE =
      "[%START_TIME%] TCP from %DOWNSTREAM_REMOTE_ADDRESS% to %DOWNSTREAM_LOCAL_ADDRESS%:"
          + " %RESPONSE_FLAGS% cluster %UPSTREAM_CLUSTER% endpoint %UPSTREAM_HOST%"
          + " %UPSTREAM_TRANSPORT_FAILURE_REASON%\n";

  /// A line for each connection that was closed since no endpoint was there or could be reached.
  private static final AccessLog FAILURES =
      AccessLog.newBuilder()
          .setName("envoy.access_loggers.stdout")
          .setFilter(
              AccessLogFilter.newBuilder()
                  .setResponseFlagFilter(
                      ResponseFlagFilter.newBuilder().addFlags("UH").addFlags("UF")))
          .setTypedConfig(Protos.any(StdoutAccessLog.newBuilder().setLogFormat(text(LINE)).build()))
          .build();

  /// Tells the proxy after it which cluster it sends to.
  private static final Filter DIALLED =
      Filter.newBuilder()
          .setName("envoy.filters.network.set_filter_state")
          .setTypedConfig(
              Protos.any(
                  Config.newBuilder()
                      .addOnNewConnection(
                          FilterStateValue.newBuilder()
                              .setObjectKey("envoy.tcp_proxy.cluster")
                              .setFormatString(text("%DOWNSTREAM_LOCAL_ADDRESS%")))
                      .build()))
          .build();

  private TcpProxies() {}

  /// To the cluster that has the name of what the client dialled.
  static List<Filter> asDialled(String statistics, Affinity affinity) {
    return List.of(DIALLED, filter(proxy(statistics, affinity).setCluster(Names.PASSTHROUGH)));
  }

  /// To where the client opened it, or to this pod: there is no other endpoint to try.
  static Filter asOpened(String cluster) {
    return filter(proxy(cluster, Affinity.NONE).setCluster(cluster).clearMaxConnectAttempts());
  }

  /// Of connections that the gateway takes. What goes to an invalid backend is closed, and where
  /// there is no other, everything is.
  static Filter to(List<Portion> portions, String statistics) {
    var weighty = portions.stream().filter(portion -> portion.weight() > 0).toList();
    if (weighty.stream().noneMatch(portion -> portion.backend() instanceof Backend.To)) {
      return Listeners.closeAtOnce();
    }
    boolean sticky =
        weighty.stream()
            .anyMatch(
                portion ->
                    portion.backend() instanceof Backend.To(_, var affinity)
                        && affinity == Affinity.CLIENT_ADDRESS);
    var proxy = proxy(statistics, sticky ? Affinity.CLIENT_ADDRESS : Affinity.NONE);
    if (weighty.size() == 1) {
      return filter(proxy.setCluster(cluster(weighty.getFirst())));
    }
    var clusters = WeightedCluster.newBuilder();
    weighty.forEach(
        portion ->
            clusters.addClusters(
                ClusterWeight.newBuilder().setName(cluster(portion)).setWeight(portion.weight())));
    return filter(proxy.setWeightedClusters(clusters));
  }

  private static SubstitutionFormatString.Builder text(String format) {
    return SubstitutionFormatString.newBuilder()
        .setTextFormatSource(DataSource.newBuilder().setInlineString(format));
  }

  private static String cluster(Portion portion) {
    return switch (portion.backend()) {
      case Backend.To to -> Names.cluster(to.upstream());
      case Backend.Invalid _ -> Names.NOWHERE;
    };
  }

  private static TcpProxy.Builder proxy(String statistics, Affinity affinity) {
    var proxy =
        TcpProxy.newBuilder()
            .setStatPrefix(statistics)
            .setIdleTimeout(seconds(0))
            .setMaxConnectAttempts(number(Retries.HOST_ATTEMPTS))
            .addAccessLog(FAILURES);
    switch (affinity) {
      case NONE -> {}
      case CLIENT_ADDRESS ->
          proxy.addHashPolicy(
              HashPolicy.newBuilder().setSourceIp(HashPolicy.SourceIp.getDefaultInstance()));
    }
    return proxy;
  }

  private static Filter filter(TcpProxy.Builder proxy) {
    return Filter.newBuilder()
        .setName("envoy.filters.network.tcp_proxy")
        .setTypedConfig(Protos.any(proxy.build()))
        .build();
  }
}
