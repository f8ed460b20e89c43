package dev.tulle.core.xds;

import dev.tulle.core.ir.Destination;
import dev.tulle.core.ir.ServicePort;
import dev.tulle.core.ir.Upstream;
import io.envoyproxy.envoy.config.core.v3.HealthStatus;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// Renders the endpoints of a Service port, grouped by zone.
final class Assignments {

  /// All that an assignment follows from.
  record Input(Upstream upstream, List<dev.tulle.core.ir.Endpoint> endpoints) {}

  /// The same for what a workload reaches.
  record OfDestination(Destination.Id id, List<dev.tulle.core.ir.Endpoint> endpoints) {}

  private Assignments() {}

  static Resource render(Input input) {
    var message = message(Names.cluster(input.upstream()), input.endpoints());
    return resource(input.upstream().port(), message);
  }

  static Resource render(OfDestination input) {
    return resource(input.id().port(), message(Names.destination(input.id()), input.endpoints()));
  }

  /// For gRPC clients, which leave groups of endpoints aside that have no weight or no locality.
  static Resource weighted(OfDestination input) {
    var message = message(Names.destination(input.id()), input.endpoints());
    for (var group : message.getEndpointsBuilderList()) {
      int ready =
          (int)
              group.getLbEndpointsList().stream()
                  .filter(endpoint -> endpoint.getHealthStatus() == HealthStatus.HEALTHY)
                  .count();
      group.getLocalityBuilder(); // is set from now on, if only to an empty one
      group.setLoadBalancingWeight(Protos.number(Math.max(ready, 1)));
    }
    return resource(input.id().port(), message);
  }

  private static ClusterLoadAssignment.Builder message(
      String name, List<dev.tulle.core.ir.Endpoint> endpoints) {
    var byZone = new TreeMap<String, LocalityLbEndpoints.Builder>();
    for (var endpoint : endpoints) {
      byZone
          .computeIfAbsent(endpoint.zone(), Assignments::locality)
          .addLbEndpoints(endpoint(endpoint));
    }
    var message = ClusterLoadAssignment.newBuilder().setClusterName(name);
    byZone.values().forEach(message::addEndpoints);
    return message;
  }

  private static Resource resource(ServicePort port, ClusterLoadAssignment.Builder message) {
    return Resource.of(
        ResourceType.ENDPOINT, message.getClusterName(), message.build(), Set.of(port.service()));
  }

  private static LocalityLbEndpoints.Builder locality(String zone) {
    var group = LocalityLbEndpoints.newBuilder();
    return zone.isEmpty() ? group : group.setLocality(Locality.newBuilder().setZone(zone));
  }

  private static LbEndpoint endpoint(dev.tulle.core.ir.Endpoint endpoint) {
    return endpoint(endpoint, SocketAddress.Protocol.TCP);
  }

  static LbEndpoint endpoint(dev.tulle.core.ir.Endpoint endpoint, SocketAddress.Protocol protocol) {
    var address = Protos.address(endpoint.address(), endpoint.port(), protocol);
    return LbEndpoint.newBuilder()
        .setEndpoint(Endpoint.newBuilder().setAddress(address))
        .setHealthStatus(
            switch (endpoint.health()) {
              case READY -> HealthStatus.HEALTHY;
              case DRAINING -> HealthStatus.DRAINING;
            })
        .build();
  }
}
