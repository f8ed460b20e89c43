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

  /// Has the name of what is dialled, which leads to it; in statistics and logs it goes by its
  /// other name. All of them can speak HTTP, for connections that were opened when the port was
  /// declared so.
  static Resource ofSidecar(Destination destination) {
    var name = Names.destination(destination.id());
    var cluster =
        Clusters.ofEndpoints(name(destination), destination.affinity()).setAltStatName(name);
    cluster.getEdsClusterConfigBuilder().setServiceName(name);
    return resource(
        destination,
        cluster.putTypedExtensionProtocolOptions(
            Clusters.HTTP_OPTIONS, Protos.any(WorkloadHttp.upstream())));
  }

  /// Of what has no address, only routes know the name.
  static String name(Destination destination) {
    return destination.address().isPresent()
        ? DialledAddress.of(destination).toString()
        : Names.destination(destination.id());
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
