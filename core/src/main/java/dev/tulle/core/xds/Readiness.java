package dev.tulle.core.xds;

import static dev.tulle.core.xds.Protos.number;
import static dev.tulle.core.xds.Protos.seconds;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.HealthCheck;
import io.envoyproxy.envoy.config.core.v3.HealthCheck.HttpHealthCheck;
import io.envoyproxy.envoy.config.core.v3.RequestMethod;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;

/// Renders how a kubelet learns whether a proxy is ready: a listener that leads to one page of the
/// admin listener, and to nothing else of it.
final class Readiness {

  private static final String NAME = "ready";
  private static final String ADMIN = "admin";
  private static final int TIMEOUT_SECONDS = 2;

  private Readiness() {}

  static Listener listener() {
    var page =
        Route.newBuilder()
            .setMatch(RouteMatch.newBuilder().setPath("/ready"))
            .setRoute(
                RouteAction.newBuilder().setCluster(ADMIN).setTimeout(seconds(TIMEOUT_SECONDS)));
    var http =
        HttpConnectionManager.newBuilder()
            .setStatPrefix(NAME)
            .setRequestHeadersTimeout(seconds(TIMEOUT_SECONDS))
            .setRouteConfig(
                RouteConfiguration.newBuilder()
                    .setName(NAME)
                    .addVirtualHosts(
                        VirtualHost.newBuilder().setName(NAME).addDomains("*").addRoutes(page)))
            .addHttpFilters(
                HttpFilter.newBuilder()
                    .setName("envoy.filters.http.router")
                    .setTypedConfig(Protos.any(Router.getDefaultInstance())));
    return Listener.newBuilder()
        .setName(NAME)
        .setAddress(Protos.address("0.0.0.0", PodBootstrap.READY_PORT))
        .setPerConnectionBufferLimitBytes(number(Edge.BUFFER_BYTES))
        .setIgnoreGlobalConnLimit(true)
        .addFilterChains(
            FilterChain.newBuilder()
                .addFilters(
                    Filter.newBuilder()
                        .setName("envoy.filters.network.http_connection_manager")
                        .setTypedConfig(Protos.any(http.build()))))
        .build();
  }

  static Cluster admin() {
    var endpoint =
        LbEndpoint.newBuilder()
            .setEndpoint(
                Endpoint.newBuilder()
                    .setAddress(Protos.address(PodBootstrap.LOOPBACK, PodBootstrap.ADMIN_PORT)));
    return Cluster.newBuilder()
        .setName(ADMIN)
        .setType(Cluster.DiscoveryType.STATIC)
        .setConnectTimeout(seconds(TIMEOUT_SECONDS))
        .setLoadAssignment(
            ClusterLoadAssignment.newBuilder()
                .setClusterName(ADMIN)
                .addEndpoints(LocalityLbEndpoints.newBuilder().addLbEndpoints(endpoint)))
        .build();
  }

  static Cluster farewell() {
    return admin().toBuilder()
        .addHealthChecks(
            HealthCheck.newBuilder()
                .setTimeout(seconds(TIMEOUT_SECONDS))
                .setInterval(seconds(TIMEOUT_SECONDS))
                .setHealthyThreshold(number(1))
                .setUnhealthyThreshold(number(1))
                .setHttpHealthCheck(
                    HttpHealthCheck.newBuilder()
                        .setMethod(RequestMethod.POST)
                        .setPath("/healthcheck/fail")))
        .build();
  }
}
