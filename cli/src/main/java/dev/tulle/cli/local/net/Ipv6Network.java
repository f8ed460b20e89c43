package dev.tulle.cli.local.net;

import java.io.IOException;
import java.util.Optional;

/// What the network of an instance has of IPv6. An address has the same index in its block as the
/// pod's IPv4 address has, so that who has the one has the other. Written as input of `ip -batch`.
record Ipv6Network(int key, Ipv6Block pods, Ipv6Block services) {

  private static final int GATEWAY = 1;
  private static final int PODS = 1;
  private static final int SERVICES = 2;

  /// Nothing where this machine has no IPv6.
  static Optional<Ipv6Network> of(String instance) throws IOException {
    int key = Integer.parseUnsignedInt(instance, 16);
    return Ipv6.isOn()
        ? Optional.of(new Ipv6Network(key, new Ipv6Block(key, PODS), new Ipv6Block(key, SERVICES)))
        : Optional.empty();
  }

  private String gateway() {
    return pods.address(GATEWAY);
  }

  /// The host's side. No address waits until it is found that nobody else has it.
  String onBridge(String bridge) {
    return """
    address replace %2$s/%3$d dev %1$s nodad
    route replace %4$s dev %1$s src %2$s
    """
        .formatted(bridge, gateway(), pods.prefix(), services);
  }

  /// The pod's side. Without a way out it has routes to its own kind alone: a connection to any
  /// other address fails at once, so that a client takes the next one it has.
  String inPod(String address) throws IOException {
    return """
    address add %s/128 dev eth0 nodad
    route add %s via %s dev eth0 onlink
    """
        .formatted(address, Ipv6.leadsOut() ? "::/0" : Ipv6Block.site(key), gateway());
  }
}
