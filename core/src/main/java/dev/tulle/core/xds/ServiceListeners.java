package dev.tulle.core.xds;

import dev.tulle.core.ir.Destination;
import io.envoyproxy.envoy.config.core.v3.TrafficDirection;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import java.util.Set;

/// Renders what a sidecar does with connections to one address and port of a Service that is not
/// HTTP. The address is not the pod's own: connections get here by what they were opened to.
final class ServiceListeners {

  private ServiceListeners() {}

  static Resource render(Destination destination) {
    var name = Names.destination(destination.id());
    var cluster = DialledAddress.of(destination).toString();
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
            // as the default, since Envoy keeps a table of 2 KiB to choose among others
            .setDefaultFilterChain(
                FilterChain.newBuilder()
                    .addFilters(TcpProxies.to(cluster, Names.OUTBOUND, destination.affinity())))
            .build();
    return Resource.of(ResourceType.LISTENER, name, message, Set.of(port.service()));
  }
}
