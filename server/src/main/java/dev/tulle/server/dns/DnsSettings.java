package dev.tulle.server.dns;

import dev.tulle.core.dns.AddressRange;
import dev.tulle.core.dns.Zone;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;

/// Where a name server listens, whom it answers, and whom it asks. Nobody outside `allowed` gets
/// an answer. `upstreams` is a file like `/etc/resolv.conf`; `upstreamPort` is 53 but in tests.
public record DnsSettings(
    List<InetAddress> listen,
    int port,
    List<AddressRange> allowed,
    Zone zone,
    Path upstreams,
    int upstreamPort) {

  public static final int PORT = 53;

  /// Where a machine says whom it asks.
  public static final Path MACHINE = Path.of("/etc/resolv.conf");

  public DnsSettings {
    listen = List.copyOf(listen);
    allowed = List.copyOf(allowed);
    if (listen.isEmpty()) {
      throw new IllegalArgumentException("a name server needs an address to listen on");
    }
    if (listen.stream().anyMatch(InetAddress::isAnyLocalAddress)) {
      // answers could leave from another address than the one that was asked
      throw new IllegalArgumentException(
          "a name server cannot listen on every address at once: name those that pods reach");
    }
  }

  /// As it is used: on port 53, with the machine's own name servers for other names.
  public static DnsSettings of(List<InetAddress> listen, List<AddressRange> allowed, Zone zone) {
    return new DnsSettings(listen, PORT, allowed, zone, MACHINE, PORT);
  }
}
