package dev.tulle.core.ir;

import dev.tulle.core.name.ObjectName;
import java.util.List;

/// The routes of a listener, by host; each host occurs once, in the order of `HostMatch`.
public record RouteTable(Id id, List<VirtualHost> hosts) {

  /// What a route table is for.
  public sealed interface Id {

    /// The gateway whose proxies have it.
    ObjectName gateway();

    /// All that a gateway answers.
    record OfGateway(ObjectName gateway) implements Id {}

    /// All that a gateway answers on a port without TLS.
    record OfPort(ObjectName gateway, int port) implements Id {}

    /// What a gateway answers on a port to TLS clients that asked for this host.
    record OfHost(ObjectName gateway, int port, HostMatch host) implements Id {}
  }

  public RouteTable {
    hosts = List.copyOf(hosts);
  }
}
