package dev.tulle.cli.local.names;

import dev.tulle.core.dns.AddressRange;
import dev.tulle.core.dns.Zone;
import dev.tulle.server.dns.DnsSettings;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// What a name server is started with. It is told the names on the Unix socket `socket`, beside
/// which all its files are, and asked for them at `address`, by those in `pods` alone. Addresses in
/// `held` are the cluster's: nobody else is asked for their names.
public record NameServerSettings(
    Path socket,
    InetAddress address,
    int port,
    AddressRange pods,
    List<AddressRange> held,
    String origin) {

  /// The command of this program that runs one, hidden from its users.
  public static final String COMMAND = "name-server";

  public Zone zone() {
    return new Zone(origin, List.of(address), held);
  }

  public DnsSettings dns() {
    return new DnsSettings(
        List.of(address), port, List.of(pods), zone(), DnsSettings.MACHINE, DnsSettings.PORT);
  }

  /// One process holds it at a time, for as long as it runs. Who starts one makes the file.
  public Path lock() {
    return beside(".lock");
  }

  /// What the process prints: why it could not run.
  Path output() {
    return beside(".out");
  }

  public Path log() {
    return beside(".log");
  }

  private Path beside(String ending) {
    return socket.resolveSibling(socket.getFileName().toString().replace(".sock", ending));
  }

  /// The command line that says all this.
  List<String> arguments() {
    return List.of(
        COMMAND,
        "--socket",
        socket.toString(),
        "--listen",
        address.getHostAddress(),
        "--port",
        Integer.toString(port),
        "--pods",
        pods.toString(),
        "--held",
        held.stream().map(AddressRange::toString).collect(Collectors.joining(",")),
        "--origin",
        origin);
  }
}
