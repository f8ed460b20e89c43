package dev.tulle.server.ca;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.name.SpiffeId;
import java.util.List;
import java.util.Optional;

/// Whom a certificate is for: an identity, of a pod where it is a workload's, and the IP addresses
/// and host names at which a server of ours is reached by clients that check them.
public record Bearer(
    SpiffeId identity, Optional<ObjectName> pod, List<String> addresses, List<String> hosts) {

  public Bearer {
    addresses = List.copyOf(addresses);
    hosts = List.copyOf(hosts);
  }

  public static Bearer of(SpiffeId identity) {
    return new Bearer(identity, Optional.empty(), List.of(), List.of());
  }

  public static Bearer of(SpiffeId identity, ObjectName pod) {
    return new Bearer(identity, Optional.of(pod), List.of(), List.of());
  }
}
