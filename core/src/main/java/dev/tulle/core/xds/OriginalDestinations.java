package dev.tulle.core.xds;

import static dev.tulle.core.xds.Protos.seconds;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DiscoveryType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.LbPolicy;
import java.util.Map;
import java.util.Set;

/// The clusters of a sidecar that send where the client meant to connect to.
final class OriginalDestinations {

  /// As long as Linux tries by default: six times over 127 seconds.
  private static final int CONNECT_SECONDS = 130;

  /// Out of the pod, to what is no Service.
  static final Resource PASSTHROUGH = passthrough();

  /// Into the pod, to its own programs.
  static final Resource INBOUND = inbound();

  private OriginalDestinations() {}

  private static Resource passthrough() {
    return resource(cluster(Names.PASSTHROUGH));
  }

  private static Resource inbound() {
    return resource(
        cluster(Names.INBOUND)
            .putAllTypedExtensionProtocolOptions(
                Map.of(Clusters.HTTP_OPTIONS, Protos.any(WorkloadHttp.upstream()))));
  }

  private static Cluster.Builder cluster(String name) {
    return Clusters.unlimited(name)
        .setType(DiscoveryType.ORIGINAL_DST)
        .setLbPolicy(LbPolicy.CLUSTER_PROVIDED)
        .setConnectTimeout(seconds(CONNECT_SECONDS));
  }

  private static Resource resource(Cluster.Builder cluster) {
    return Resource.of(ResourceType.CLUSTER, cluster.getName(), cluster.build(), Set.of());
  }
}
