package dev.tulle.core.xds;

import dev.tulle.core.ir.Destination;
import dev.tulle.core.name.ObjectName;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.util.Set;

/// Renders what a sidecar does with connections to one address and port of a Service. The address
/// is not the pod's own: connections get here by what they were opened to.
final class ServiceListeners {

  private ServiceListeners() {}

  static Resource render(Destination destination) {
    var name = Names.destination(destination.id());
    var port = destination.id().port();
    var message =
        Listener.newBuilder()
            .setName(name)
            .setAddress(Protos.address(destination.address().orElseThrow(), port.port()))
            .setBindToPort(Protos.FALSE)
            // one set of statistics for all of them: each of its own would take 8 KiB of Envoy
            .setStatPrefix(Names.OUTBOUND)
            .setTrafficDirection(TrafficDirection.OUTBOUND)
            .setMetadata(Provenance.of(port.service()))
            .addFilterChains(FilterChain.newBuilder().addFilters(filter(destination, name)))
            .build();
    return Resource.of(ResourceType.LISTENER, name, message, Set.of(port.service()));
  }

  private static Filter filter(Destination destination, String name) {
    if (!destination.isHttp()) {
      return TcpProxies.to(name, Names.OUTBOUND, destination.affinity());
    }
    var manager =
        HttpConnections.routedBy(name, HttpFilters.OF_WORKLOADS).setStatPrefix(Names.OUTBOUND);
    return HttpConnections.filter(
        WorkloadHttp.of(manager, host(destination.id().port().service())));
  }

  private static String host(ObjectName service) {
    return service.name() + "." + service.namespace();
  }
}
