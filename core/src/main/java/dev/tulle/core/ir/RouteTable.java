package dev.tulle.core.ir;

import dev.tulle.core.name.ObjectName;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

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

  /// All that its routes send to, mirrors included.
  public SortedSet<Upstream> upstreams() {
    var used = new TreeSet<Upstream>();
    for (var host : hosts) {
      host.routes().forEach(route -> route.upstreams().forEach(used::add));
    }
    return used;
  }
}
