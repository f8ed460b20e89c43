package dev.tulle.core.xds;

import com.github.xds.core.v3.TypedExtensionConfig;
import com.github.xds.type.matcher.v3.Matcher;
import dev.tulle.core.ir.Affinity;
import dev.tulle.core.ir.Backend;
import dev.tulle.core.ir.Endpoint;
import dev.tulle.core.ir.Portion;
import dev.tulle.core.ir.Upstream;
import dev.tulle.core.name.ObjectName;
import io.envoyproxy.envoy.config.cluster.v3.Cluster.CommonLbConfig.LocalityWeightedLbConfig;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.listener.v3.ListenerFilter;
import io.envoyproxy.envoy.extensions.filters.udp.udp_proxy.v3.Route;
import io.envoyproxy.envoy.extensions.filters.udp.udp_proxy.v3.UdpProxyConfig;
import io.envoyproxy.envoy.extensions.filters.udp.udp_proxy.v3.UdpProxyConfig.HashPolicy;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/// Renders what becomes of datagrams. Envoy's proxy for them knows one cluster and no weights, so
/// that a listener has a cluster of its own name, in which each backend is a locality with a
// weight.
final class Datagrams {

  /// A listener for datagrams, and the endpoints of what it sends to.
  record Input(
      String name,
      Set<ObjectName> origins,
      List<Portion> portions,
      SortedMap<Upstream, List<Endpoint>> endpoints) {}

  private Datagrams() {}

  static ListenerFilter proxy(String cluster, List<Portion> portions) {
    var route = Route.newBuilder().setCluster(cluster).build();
    var action =
        TypedExtensionConfig.newBuilder().setName("route").setTypedConfig(Protos.any(route));
    var proxy =
        UdpProxyConfig.newBuilder()
            .setStatPrefix("ingress")
            .setMatcher(
                Matcher.newBuilder().setOnNoMatch(Matcher.OnMatch.newBuilder().setAction(action)));
    if (affinity(portions) == Affinity.CLIENT_ADDRESS) {
      proxy.addHashPolicies(HashPolicy.newBuilder().setSourceIp(true));
    }
    return ListenerFilter.newBuilder()
        .setName("envoy.filters.udp_listener.udp_proxy")
        .setTypedConfig(Protos.any(proxy.build()))
        .build();
  }

  static Resource cluster(Input input) {
    var cluster = Clusters.ofEndpoints(input.name(), affinity(input.portions()));
    cluster
        .getCommonLbConfigBuilder()
        .setLocalityWeightedLbConfig(LocalityWeightedLbConfig.getDefaultInstance());
    cluster.clearUpstreamConnectionOptions();
    return Resource.of(ResourceType.CLUSTER, input.name(), cluster.build(), input.origins());
  }

  /// A backend without endpoints takes no part: the others have its share.
  static Resource assignment(Input input) {
    var message = ClusterLoadAssignment.newBuilder().setClusterName(input.name());
    for (int i = 0; i < input.portions().size(); i++) {
      var portion = input.portions().get(i);
      if (portion.weight() > 0 && portion.backend() instanceof Backend.To(var upstream, _)) {
        var endpoints = input.endpoints().getOrDefault(upstream, List.of());
        message.addEndpoints(locality(i, portion.weight(), endpoints));
      }
    }
    return Resource.of(ResourceType.ENDPOINT, input.name(), message.build(), input.origins());
  }

  private static LocalityLbEndpoints locality(int index, int weight, List<Endpoint> endpoints) {
    var out =
        LocalityLbEndpoints.newBuilder()
            .setLocality(Locality.newBuilder().setSubZone(Integer.toString(index)))
            .setLoadBalancingWeight(Protos.number(weight));
    endpoints.stream()
        .map(endpoint -> Assignments.endpoint(endpoint, SocketAddress.Protocol.UDP))
        .forEach(out::addLbEndpoints);
    return out.build();
  }

  private static Affinity affinity(List<Portion> portions) {
    return portions.stream()
            .map(Portion::backend)
            .anyMatch(
                backend ->
                    backend instanceof Backend.To(_, var affinity)
                        && affinity == Affinity.CLIENT_ADDRESS)
        ? Affinity.CLIENT_ADDRESS
        : Affinity.NONE;
  }
}
