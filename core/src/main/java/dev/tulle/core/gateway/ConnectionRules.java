package dev.tulle.core.gateway;

import dev.tulle.core.ir.HostMatch;
import dev.tulle.core.ir.Portion;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import java.util.List;

/// A TLSRoute, TCPRoute or UDPRoute: where connections, or datagrams, go. `created` is its creation
/// time as text that sorts by time, or empty; `hosts` are those that it names. Where it is
/// `refused` it is not accepted; `unresolved` makes `ResolvedRefs` false, each for the first one's
/// reason.
record ConnectionRules(
    ObjectName route,
    String created,
    List<HostMatch> hosts,
    List<Portion> portions,
    List<Finding> refused,
    List<Finding> unresolved) {

  ConnectionRules {
    hosts = List.copyOf(hosts);
    portions = List.copyOf(portions);
    refused = List.copyOf(refused);
    unresolved = List.copyOf(unresolved);
  }
}
