package dev.tulle.core.xds;

import static dev.tulle.core.xds.Protos.number;
import static dev.tulle.core.xds.Protos.seconds;

import dev.tulle.core.ir.RouteTable;
import io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions.HeadersWithUnderscoresAction;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.PathWithEscapedSlashesAction;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.UpgradeConfig;

/// Renders how a gateway speaks HTTP with clients it does not know: all of Envoy's advice for the
/// edge, so that a path is compared in one form only and no client's header passes as ours.
final class EdgeHttp {

  private EdgeHttp() {}

  static Filter render(RouteTable.Id routes) {
    var manager =
        HttpConnections.routedBy(Names.routeTable(routes), HttpFilters.of(routes))
            .setStatPrefix("ingress");
    addresses(manager);
    paths(manager);
    limits(manager);
    manager.addUpgradeConfigs(UpgradeConfig.newBuilder().setUpgradeType("websocket"));
    // programs that still speak HTTP/1.0 are answered as they are without us
    manager.setHttpProtocolOptions(Http1ProtocolOptions.newBuilder().setAcceptHttp10(true));
    return HttpConnections.filter(manager);
  }

  /// The client is who connects. Nobody is trusted for being in a private network: there is no
  /// `internal_address_config`, since an empty one means all private addresses.
  private static void addresses(HttpConnectionManager.Builder manager) {
    manager.setUseRemoteAddress(Protos.TRUE);
  }

  private static void paths(HttpConnectionManager.Builder manager) {
    manager
        .setNormalizePath(Protos.TRUE)
        .setMergeSlashes(true)
        .setPathWithEscapedSlashesAction(PathWithEscapedSlashesAction.UNESCAPE_AND_REDIRECT)
        .setStripTrailingHostDot(true);
  }

  private static void limits(HttpConnectionManager.Builder manager) {
    manager
        .setCommonHttpProtocolOptions(
            HttpProtocolOptions.newBuilder()
                .setIdleTimeout(seconds(Edge.CONNECTION_IDLE_SECONDS))
                .setHeadersWithUnderscoresAction(HeadersWithUnderscoresAction.REJECT_REQUEST))
        .setHttp2ProtocolOptions(
            Http2ProtocolOptions.newBuilder()
                .setMaxConcurrentStreams(number(Edge.CONCURRENT_STREAMS))
                .setInitialStreamWindowSize(number(Edge.STREAM_WINDOW_BYTES))
                .setInitialConnectionWindowSize(number(Edge.CONNECTION_WINDOW_BYTES)))
        .setStreamIdleTimeout(seconds(Edge.STREAM_IDLE_SECONDS))
        .setRequestTimeout(seconds(Edge.REQUEST_SECONDS))
        .setRequestHeadersTimeout(seconds(Edge.REQUEST_HEADERS_SECONDS));
  }
}
