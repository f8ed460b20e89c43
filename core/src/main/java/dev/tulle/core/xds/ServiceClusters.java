package dev.tulle.core.xds;

import dev.tulle.core.ir.Destination;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.DiscoveryType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.EdsClusterConfig;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.LbPolicy;
import java.util.Set;

/// Renders how workloads speak to the endpoints of a Service port.
final class ServiceClusters {

  private ServiceClusters() {}

  /// `http` where requests come from a route, whatever the port says itself.
  record Input(Destination destination, boolean http) {}

  static Resource ofSidecar(Input input) {
    var destination = input.destination();
    var cluster = Clusters.ofEndpoints(Names.destination(destination.id()), destination.affinity());
    if (input.http()) {
      cluster.putTypedExtensionProtocolOptions(
          Clusters.HTTP_OPTIONS, Protos.any(WorkloadHttp.upstream()));
    }
    return resource(destination, cluster);
  }

  /// As much as a gRPC client understands.
  static Resource ofGrpc(Destination destination) {
    return resource(
        destination,
        Cluster.newBuilder()
            .setName(Names.destination(destination.id()))
            .setType(DiscoveryType.EDS)
            .setEdsClusterConfig(EdsClusterConfig.newBuilder().setEdsConfig(Protos.ADS))
            .setLbPolicy(
                switch (destination.affinity()) {
                  case NONE -> LbPolicy.ROUND_ROBIN;
                  case CLIENT_ADDRESS -> LbPolicy.RING_HASH;
                }));
  }

  private static Resource resource(Destination destination, Cluster.Builder cluster) {
    var service = destination.id().port().service();
    var message = cluster.setMetadata(Provenance.of(service)).build();
    return Resource.of(ResourceType.CLUSTER, message.getName(), message, Set.of(service));
  }
}
