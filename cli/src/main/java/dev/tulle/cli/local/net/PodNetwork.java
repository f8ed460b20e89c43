package dev.tulle.cli.local.net;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One pod's place in its instance's network: the name of its network namespace, its address and,
/// where the instance has IPv6, its second one, the host's two addresses on the same bridge (see
/// `Network.agent`), and the host's end of its cable. All of it follows from the pod's name and the
/// index of its address.
public record PodNetwork(
    String namespace,
    String address,
    Optional<String> ipv6,
    String gateway,
    String agent,
    String cable) {

  /// The pod's addresses, the primary one first.
  public List<String> addresses() {
    return Stream.concat(Stream.of(address), ipv6.stream()).toList();
  }

  /// The same without an address that it does not have, as that of a pod which is older than the
  /// instance's IPv6.
  PodNetwork having(List<String> addresses) {
    return new PodNetwork(
        namespace, address, ipv6.filter(addresses::contains), gateway, agent, cable);
  }

  /// The file that holds the network namespace open.
  public Path file() {
    return Network.NAMESPACES.resolve(namespace);
  }
}
