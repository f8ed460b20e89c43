package dev.tulle.server.stream;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.xds.Resource;
import dev.tulle.core.xds.ResourceType;
import dev.tulle.core.xds.Resources;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Small resources that a real Envoy accepts, and some that it refuses.
final class Samples {

  private static final Set<ObjectName> ORIGIN = Set.of(new ObjectName("Service", "default", "a"));

  private Samples() {}

  static Resource cluster(String name, int timeoutSeconds) {
    var ads = AggregatedConfigSource.getDefaultInstance();
    var source = ConfigSource.newBuilder().setAds(ads).setResourceApiVersion(ApiVersion.V3);
    return Resource.of(
        ResourceType.CLUSTER,
        name,
        Cluster.newBuilder()
            .setName(name)
            .setType(Cluster.DiscoveryType.EDS)
            .setConnectTimeout(Duration.newBuilder().setSeconds(timeoutSeconds))
            .setEdsClusterConfig(Cluster.EdsClusterConfig.newBuilder().setEdsConfig(source))
            .build(),
        ORIGIN);
  }

  static Resource endpoints(String name, int port) {
    var endpoint = Endpoint.newBuilder().setAddress(address("127.0.0.1", port));
    return Resource.of(
        ResourceType.ENDPOINT,
        name,
        ClusterLoadAssignment.newBuilder()
            .setClusterName(name)
            .addEndpoints(
                LocalityLbEndpoints.newBuilder()
                    .addLbEndpoints(LbEndpoint.newBuilder().setEndpoint(endpoint)))
            .build(),
        ORIGIN);
  }

  /// Forwards TCP; without a statistics prefix it breaks one of Envoy's rules.
  static Resource listener(String name, String cluster, String statPrefix) {
    var tcp = TcpProxy.newBuilder().setStatPrefix(statPrefix).setCluster(cluster).build();
    var typed =
        Any.newBuilder()
            .setTypeUrl(
                "type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy")
            .setValue(tcp.toByteString());
    var filter = Filter.newBuilder().setName("tcp").setTypedConfig(typed);
    return Resource.of(
        ResourceType.LISTENER,
        name,
        Listener.newBuilder()
            .setName(name)
            .setAddress(address("127.0.0.1", 0))
            .addFilterChains(FilterChain.newBuilder().addFilters(filter))
            .build(),
        ORIGIN);
  }

  static Address address(String host, int port) {
    return Address.newBuilder()
        .setSocketAddress(SocketAddress.newBuilder().setAddress(host).setPortValue(port))
        .build();
  }

  static Resources resources(List<Resource> all) {
    var byType = new EnumMap<ResourceType, Map<String, Resource>>(ResourceType.class);
    for (var resource : all) {
      byType
          .computeIfAbsent(resource.type(), type -> new HashMap<>())
          .put(resource.name(), resource);
    }
    return Resources.of(byType);
  }

  static Resources resources(Resource... all) {
    return resources(List.of(all));
  }
}
