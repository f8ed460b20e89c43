package dev.tulle.cli.local;

import dev.tulle.cli.instance.LocalIdentities;
import dev.tulle.cli.local.net.Network;
import dev.tulle.cli.local.pod.Resolver;
import dev.tulle.core.dns.AddressRange;
import dev.tulle.core.dns.NameTable;
import dev.tulle.core.dns.ResolvConf;
import dev.tulle.core.dns.Zone;
import dev.tulle.core.world.World;
import dev.tulle.server.dns.DnsServer;
import dev.tulle.server.dns.DnsSettings;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/// The name server of an instance's pods, on the host's address on their bridge. Only pods of that
/// bridge and the host itself get answers.
final class ClusterDns implements Resolver, AutoCloseable {

  static final String ORIGIN = LocalIdentities.TRUST_DOMAIN;

  private final String address;
  private final DnsServer server;
  private final Zone zone;
  private NameTable table;

  private ClusterDns(String address, DnsServer server, Zone zone) {
    this.address = address;
    this.server = server;
    this.zone = zone;
    this.table = NameTable.unsynced(zone);
  }

  /// Listens at once; cluster names are answered from the first `publish` on.
  static ClusterDns start(Network network) throws IOException {
    var address = InetAddress.getByName(network.gateway());
    var pods = AddressRange.of(network.range().toString());
    var services = AddressRange.of(network.serviceRange().toString());
    var zone = new Zone(ORIGIN, List.of(address), List.of(pods, services));
    var server =
        new DnsServer(DnsSettings.of(List.of(address), List.of(pods), zone), System::nanoTime);
    server.start();
    return new ClusterDns(network.gateway(), server, zone);
  }

  /// To be called from one thread.
  void publish(World world) {
    table = table.next(world);
    server.publish(table);
  }

  @Override
  public Optional<String> resolvConf(Pod pod) {
    var namespace = pod.getMetadata().getNamespace();
    var machine = machine();
    var cluster = ResolvConf.clusterFirst(namespace, zone, address, machine);
    return ResolvConf.of(pod.getSpec(), cluster, machine.withoutLoopback(address))
        .map(ResolvConf::text);
  }

  private static ResolvConf machine() {
    try {
      return ResolvConf.read(Files.readString(DnsSettings.MACHINE));
    } catch (IOException none) {
      return ResolvConf.read(""); // a machine without the file has no searches either
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
