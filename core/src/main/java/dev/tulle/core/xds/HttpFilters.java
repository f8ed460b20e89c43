package dev.tulle.core.xds;

import dev.tulle.core.ir.RouteTable;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import java.util.List;

/// The HTTP filters of proxies, in the order in which requests pass them. All are there from the
/// beginning and do nothing until a route says so, since a listener that changes drains its
/// connections.
final class HttpFilters {

  private static final HttpFilter ROUTER =
      HttpFilter.newBuilder()
          .setName("envoy.filters.http.router")
          .setTypedConfig(Protos.any(Router.newBuilder().setSuppressEnvoyHeaders(true).build()))
          .build();

  /// Of workloads, whose requests are left as they are.
  static final List<HttpFilter> OF_WORKLOADS = List.of(ROUTER);

  private static final List<HttpFilter> OF_ROUTES =
      List.of(CorsFilter.FILTER, ExternalAuthFilter.FILTER, SessionFilter.FILTER, ROUTER);

  /// An Ingress has no filters.
  private static final List<HttpFilter> OF_INGRESSES = List.of(ROUTER);

  private HttpFilters() {}

  static List<HttpFilter> of(RouteTable.Id routes) {
    return switch (routes) {
      case RouteTable.Id.OfGateway _ -> OF_INGRESSES;
      case RouteTable.Id.OfPort _, RouteTable.Id.OfHost _ -> OF_ROUTES;
    };
  }
}
