package dev.tulle.core.xds;

import dev.tulle.core.ir.ServicePort;
import io.envoyproxy.envoy.config.core.v3.HealthStatus;
import io.envoyproxy.envoy.config.core.v3.Locality;
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
  record Input(ServicePort port, List<dev.tulle.core.ir.Endpoint> endpoints) {}

  private Assignments() {}

  static Resource render(Input input) {
    var name = Names.cluster(input.port());
    var byZone = new TreeMap<String, LocalityLbEndpoints.Builder>();
    for (var endpoint : input.endpoints()) {
      byZone
          .computeIfAbsent(endpoint.zone(), Assignments::locality)
          .addLbEndpoints(endpoint(endpoint));
    }
    var message = ClusterLoadAssignment.newBuilder().setClusterName(name);
    byZone.values().forEach(message::addEndpoints);
    return Resource.of(
        ResourceType.ENDPOINT, name, message.build(), Set.of(input.port().service()));
  }

  private static LocalityLbEndpoints.Builder locality(String zone) {
    var group = LocalityLbEndpoints.newBuilder();
    return zone.isEmpty() ? group : group.setLocality(Locality.newBuilder().setZone(zone));
  }

  private static LbEndpoint endpoint(dev.tulle.core.ir.Endpoint endpoint) {
    var address = Protos.address(endpoint.address(), endpoint.port());
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
