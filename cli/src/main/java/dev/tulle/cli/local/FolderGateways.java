package dev.tulle.cli.local;

import dev.tulle.cli.instance.Directories;
import dev.tulle.cli.local.net.Network;
import dev.tulle.cli.local.net.PodHost;
import dev.tulle.cli.local.net.PodNetwork;
import dev.tulle.cli.local.proxy.EnvoyProcess;
import dev.tulle.cli.local.proxy.GatewayProxy;
import dev.tulle.cli.local.proxy.ProxyGround;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The Envoys of a folder's Gateways, each in a network of its own. They outlive this program as
/// pods do: those that a former run has left are taken over. Owns one thread, which starts and ends
/// what the latest wish differs in, and tries again what this machine refused.
final class FolderGateways implements AutoCloseable {

  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final String ADDRESS = "address";

  /// Told of each address that was given or is gone, on this object's thread, and of what does not
  /// work, a line each.
  record Audience(Consumer<Map<ObjectName, String>> addresses, Consumer<String> lines) {}

  private record Running(PodNetwork network, EnvoyProcess envoy) {}

  private sealed interface Letter {
    record Wish(Set<ObjectName> gateways) implements Letter {}

    record Stop() implements Letter {}
  }

  private final ProxyGround ground;
  private final Network network;
  private final Audience audience;
  private final Map<ObjectName, Running> running = new TreeMap<>();
  private final Map<ObjectName, String> refused = new HashMap<>();
  private final BlockingDeque<Letter> mailbox = new LinkedBlockingDeque<>();
  private final Thread thread = Thread.ofPlatform().name("gateways").unstarted(this::run);
  private Set<ObjectName> wanted = Set.of();

  FolderGateways(ProxyGround ground, Network network, Audience audience) {
    this.ground = ground;
    this.network = network;
    this.audience = audience;
  }

  /// Takes over what runs, before anything else of the network is cleared away, and returns where.
  Map<ObjectName, String> adopt() throws IOException {
    for (var left : leftBehind()) {
      var address = Files.readString(left.directory().resolve(ADDRESS)).strip();
      var found = network.adopt(place(left.gateway()), List.of(address));
      if (found.isPresent()) {
        start(left.gateway(), found.get());
      } else {
        EnvoyProcess.stopLeftBehind(left.directory());
        Directories.delete(left.directory());
      }
    }
    wanted = Set.copyOf(running.keySet());
    thread.start();
    return addresses();
  }

  /// From now on these have an Envoy, and no others. Returns at once.
  void want(Set<ObjectName> gateways) {
    mailbox.add(new Letter.Wish(Set.copyOf(gateways)));
  }

  /// Ends all of them.
  @Override
  public void close() {
    mailbox.add(new Letter.Stop());
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Set.copyOf(running.keySet()).forEach(this::end);
  }

  private record Left(ObjectName gateway, Path directory) {}

  private List<Left> leftBehind() throws IOException {
    var all = ground.instance().gatewayProxies();
    if (!Files.isDirectory(all)) {
      return List.of();
    }
    try (var directories = Files.list(all)) {
      return directories
          .filter(directory -> Files.exists(directory.resolve(ADDRESS)))
          .map(directory -> new Left(gateway(directory), directory))
          .toList();
    }
  }

  /// A directory's name is what `Instance.label` makes of a Gateway's; the file has it whole.
  private static ObjectName gateway(Path directory) {
    try {
      var whole = Files.readString(directory.resolve("gateway")).strip().split("/", 2);
      return Kind.GATEWAY.named(whole[0], whole[1]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run() {
    try {
      while (true) {
        var letter =
            refused.isEmpty()
                ? mailbox.take()
                : mailbox.poll(AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        switch (letter) {
          case Letter.Stop() -> {
            return;
          }
          case Letter.Wish(var gateways) -> wanted = gateways;
          case null -> {} // what was refused is tried again
        }
        follow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow() {
    var before = addresses();
    var surplus = new TreeSet<>(running.keySet());
    surplus.removeAll(wanted);
    surplus.forEach(this::end);
    refused.keySet().retainAll(wanted);
    for (var gateway : wanted) {
      if (!running.containsKey(gateway)) {
        begin(gateway);
      }
    }
    var after = addresses();
    if (!after.equals(before)) {
      audience.addresses().accept(after);
    }
  }

  private Map<ObjectName, String> addresses() {
    var addresses = new TreeMap<ObjectName, String>();
    running.forEach((gateway, it) -> addresses.put(gateway, it.network().address()));
    return addresses;
  }

  private void begin(ObjectName gateway) {
    try {
      var own =
          network.attach(
              place(gateway), new PodHost(gateway.name(), "", Map.of(), Optional.empty()));
      start(gateway, own);
      refused.remove(gateway);
    } catch (IOException e) {
      var why = String.valueOf(e.getMessage());
      if (!why.equals(refused.put(gateway, why))) {
        audience.lines().accept(gateway + " has no proxy: " + why + "; it is tried again");
      }
    }
  }

  private void start(ObjectName gateway, PodNetwork own) throws IOException {
    var directory = ground.instance().gatewayProxy(gateway);
    var envoy =
        GatewayProxy.of(
            gateway,
            ground,
            own,
            death ->
                audience.lines().accept("the Envoy of " + gateway + " " + death.words(directory)));
    Files.writeString(directory.resolve("gateway"), gateway.namespace() + "/" + gateway.name());
    Files.writeString(directory.resolve(ADDRESS), own.address());
    running.put(gateway, new Running(own, envoy));
  }

  private void end(ObjectName gateway) {
    var it = running.remove(gateway);
    if (it == null) {
      return;
    }
    ground.rotation().forget(GatewayProxy.name(gateway));
    it.envoy().stop();
    try {
      network.detach(it.network());
      Directories.delete(ground.instance().gatewayProxy(gateway));
    } catch (IOException e) {
      audience.lines().accept("what is left of " + gateway + " stays for now: " + e.getMessage());
    }
  }

  /// As no pod is called, since an underscore is not in their names.
  private static ObjectName place(ObjectName gateway) {
    return Kind.POD.named(gateway.namespace(), "gateway_" + gateway.name());
  }
}
