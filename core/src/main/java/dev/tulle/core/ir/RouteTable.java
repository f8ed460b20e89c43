package dev.tulle.core.ir;

import dev.tulle.core.name.ObjectName;
import java.util.List;

/// The routes of a listener, by host; each host occurs once, in the order of `HostMatch`.
public record RouteTable(Id id, List<VirtualHost> hosts) {

  /// What a route table is for.
  public sealed interface Id {

    /// All that a gateway answers.
    record OfGateway(ObjectName gateway) implements Id {}
  }

  public RouteTable {
    hosts = List.copyOf(hosts);
  }
}
