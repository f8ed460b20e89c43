package dev.tulle.core.xds;

import io.envoyproxy.envoy.config.accesslog.v3.AccessLog;
import io.envoyproxy.envoy.config.accesslog.v3.AccessLogFilter;
import io.envoyproxy.envoy.config.accesslog.v3.ComparisonFilter;
import io.envoyproxy.envoy.config.accesslog.v3.StatusCodeFilter;
import io.envoyproxy.envoy.config.core.v3.RuntimeUInt32;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.extensions.access_loggers.stream.v3.StdoutAccessLog;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.ServerHeaderTransformation;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import java.util.List;

/// What all proxies have in common that speak HTTP.
final class HttpConnections {

  private static final int SERVER_ERROR = 500;

  private HttpConnections() {}

  /// With routes over RDS.
  static HttpConnectionManager.Builder routedBy(String routeTable, List<HttpFilter> filters) {
    return plain(filters)
        .setRds(
            Rds.newBuilder().setConfigSource(Protos.ADS).setRouteConfigName(routeTable).build());
  }

  static HttpConnectionManager.Builder plain(List<HttpFilter> filters) {
    return HttpConnectionManager.newBuilder()
        .addAllHttpFilters(filters)
        .addAccessLog(failures())
        .setServerHeaderTransformation(ServerHeaderTransformation.PASS_THROUGH);
  }

  static Filter filter(HttpConnectionManager.Builder manager) {
    return Filter.newBuilder()
        .setName("envoy.filters.network.http_connection_manager")
        .setTypedConfig(Protos.any(manager.build()))
        .build();
  }

  /// A line for each request that failed at our side or behind it, and none for the others: it
  /// explains what somebody will ask about, and does not fill a disk.
  private static AccessLog failures() {
    var failed =
        ComparisonFilter.newBuilder()
            .setOp(ComparisonFilter.Op.GE)
            .setValue(
                RuntimeUInt32.newBuilder()
                    .setDefaultValue(SERVER_ERROR)
                    .setRuntimeKey("tulle.access_log.min_status"));
    return AccessLog.newBuilder()
        .setName("envoy.access_loggers.stdout")
        .setFilter(
            AccessLogFilter.newBuilder()
                .setStatusCodeFilter(StatusCodeFilter.newBuilder().setComparison(failed)))
        .setTypedConfig(Protos.any(StdoutAccessLog.getDefaultInstance()))
        .build();
  }
}
