package dev.tulle.cli.local;

import dev.tulle.cli.instance.Instance;
import dev.tulle.cli.instance.LocalIdentities;
import dev.tulle.cli.local.names.NameServerProcess;
import dev.tulle.cli.local.names.NameServerSettings;
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
import java.time.Duration;
import java.util.Optional;

/// The name server of an instance's pods, on the host's address on their bridge: a process that
/// outlives this one. Only pods of that bridge and the host itself get answers.
final class ClusterDns implements Resolver, AutoCloseable {

  static final String ORIGIN = LocalIdentities.TRUST_DOMAIN;

  /// How long a pod waits for a name server before it starts without one that answers.
  private static final Duration FIRST_ANSWER = Duration.ofSeconds(10);

  private final String address;
  private final NameServerProcess server;
  private final Zone zone;
  private NameTable table;

  private ClusterDns(String address, NameServerProcess server, Zone zone) {
    this.address = address;
    this.server = server;
    this.zone = zone;
    this.table = NameTable.unsynced(zone);
  }

  /// Adopts it or starts it; it answers from the first `publish` on. Throws where something else
  /// listens in its place.
  static ClusterDns start(Instance instance, Network network, NameServerProcess.Watcher watcher)
      throws IOException {
    var address = InetAddress.getByName(network.gateway());
    var pods = AddressRange.of(network.range().toString());
    var held = network.blocks().stream().map(block -> AddressRange.of(block.toString())).toList();
    NameServerProcess.SettingsFor settings =
        socket -> new NameServerSettings(socket, address, DnsSettings.PORT, pods, held, ORIGIN);
    var its = settings.socket(instance.names());
    if (!NameServerProcess.isLeftBehind(instance.names())) {
      try (var trial = new DnsServer(its.dns(), System::nanoTime)) {
        trial.start();
      }
    }
    var server = NameServerProcess.run(instance.names(), settings, watcher);
    return new ClusterDns(network.gateway(), server, its.zone());
  }

  /// Returns at once. To be called from one thread.
  void publish(World world) {
    table = table.next(world);
    server.publish(table);
  }

  /// Waits until what was published is answered; false where that takes longer, or none answers.
  boolean awaitAnswered(Duration atMost) throws InterruptedException {
    return server.awaitAccepted(atMost);
  }

  @Override
  public Optional<String> resolvConf(Pod pod) {
    awaitServer();
    var namespace = pod.getMetadata().getNamespace();
    var machine = machine();
    var cluster = ResolvConf.clusterFirst(namespace, zone, address, machine);
    return ResolvConf.of(pod.getSpec(), cluster, machine.withoutLoopback(address))
        .map(ResolvConf::text);
  }

  /// The first thing that a program does may be to look a name up.
  private void awaitServer() {
    try {
      server.awaitAnswers(FIRST_ANSWER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ResolvConf machine() {
    try {
      return ResolvConf.read(Files.readString(DnsSettings.MACHINE));
    } catch (IOException none) {
      return ResolvConf.read(""); // a machine without the file has no searches either
    }
  }

  /// The name server goes on with the names that it has.
  void leave() {
    server.leave();
  }

  /// Ends the name server.
  @Override
  public void close() {
    server.stop();
  }
}
