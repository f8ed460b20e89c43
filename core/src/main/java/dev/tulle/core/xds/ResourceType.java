package dev.tulle.core.xds;

import java.util.Arrays;
import java.util.Optional;

/// The types of resources that Envoy is sent, in the order in which additions go out on the wire;
/// removals go in the opposite order.
public enum ResourceType {
  CLUSTER("type.googleapis.com/envoy.config.cluster.v3.Cluster"),
  ENDPOINT("type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment"),
  LISTENER("type.googleapis.com/envoy.config.listener.v3.Listener"),
  ROUTE("type.googleapis.com/envoy.config.route.v3.RouteConfiguration"),
  SECRET("type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret"),
  EXTENSION("type.googleapis.com/envoy.config.core.v3.TypedExtensionConfig");

  private final String url;

  ResourceType(String url) {
    this.url = url;
  }

  public String url() {
    return url;
  }

  /// Listeners and clusters are asked for by wildcard where nothing is named; the others by name
  /// only.
  public boolean hasWildcard() {
    return this == CLUSTER || this == LISTENER;
  }

  public static Optional<ResourceType> ofUrl(String url) {
    return Arrays.stream(values()).filter(type -> type.url.equals(url)).findFirst();
  }
}
