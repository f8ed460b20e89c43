package dev.tulle.cli.local.net;

import java.nio.file.Path;

/// One pod's place in its instance's network: the name of its network namespace, its address, the
/// host's two addresses on the same bridge (see `Network.agent`), and the host's end of its cable.
/// All of it follows from the pod's name and the index of its address.
public record PodNetwork(
    String namespace, String address, String gateway, String agent, String cable) {

  /// The file that holds the network namespace open.
  public Path file() {
    return Network.NAMESPACES.resolve(namespace);
  }
}
