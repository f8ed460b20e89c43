package dev.tulle.cli.local.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tulle.cli.local.net.Processes;
import dev.tulle.core.dns.AddressRange;
import dev.tulle.core.dns.NameTable;
import dev.tulle.core.dns.Zone;
import dev.tulle.core.world.Change;
import dev.tulle.core.world.Kind;
import dev.tulle.core.world.World;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// A real process on loopback, killed and left alone at all the moments that matter.
final class NameServerProcessTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final String ZONE = "cluster.local";

  private final List<String> ends = new ArrayList<>();
  private final Map<String, String> services = new TreeMap<>();
  @TempDir Path directory;
  private int port;
  private World world = World.empty();
  private NameTable table = NameTable.unsynced(Zone.of(ZONE));
  private NameServerProcess process;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/self/cmdline")), "there is no /proc");
    try (var free = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
      port = free.getLocalPort();
    }
    process = run("10.96.0.0/12");
    add("first", "10.96.0.1");
    assertThat(process.awaitAnswers(PATIENCE)).isTrue();
  }

  @AfterEach
  void end() throws IOException {
    process.leave();
    NameServerProcess.stopLeftBehind(directory);
    assertThat(pids()).isEmpty();
  }

  private NameServerProcess run(String serviceRange) throws IOException {
    return NameServerProcess.run(
        directory,
        socket ->
            new NameServerSettings(
                socket,
                LOOPBACK,
                port,
                AddressRange.of("127.0.0.0/8"),
                List.of(AddressRange.of("127.0.0.0/8"), AddressRange.of(serviceRange)),
                ZONE),
        new NameServerProcess.Watcher() {
          @Override
          public void ended(String reason) {
            synchronized (ends) {
              ends.add(reason);
            }
          }

          @Override
          public void answers() {}
        });
  }

  private void add(String name, String address) {
    services.put(name, address);
    var service =
        new ServiceBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace("default")
            .endMetadata()
            .withNewSpec()
            .withClusterIP(address)
            .endSpec()
            .build();
    world = world.with(List.of(Change.put(Kind.SERVICE.named("default", name), service)));
    table = table.next(world);
    process.publish(table);
  }

  private List<Long> pids() throws IOException {
    try (var files = Files.list(directory)) {
      return files
          .map(Path::toString)
          .filter(it -> it.endsWith(".lock"))
          .flatMap(it -> Processes.withArgument(it.replace(".lock", ".sock")).stream())
          .toList();
    }
  }

  private Path socket() throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(it -> it.toString().endsWith(".sock")).findFirst().orElseThrow();
    }
  }

  private static void kill(long pid) throws InterruptedException {
    var handle = ProcessHandle.of(pid).orElseThrow();
    handle.destroyForcibly();
    Processes.awaitEnd(handle);
  }

  /// The answer of the name server as it is, once; where it does not answer, that is thrown.
  private String ask(String name) throws IOException {
    var question =
        Record.newRecord(Name.fromString(name + ".default.svc." + ZONE + "."), Type.A, DClass.IN);
    var packet = Message.newQuery(question).toWire();
    try (var socket = new DatagramSocket()) {
      socket.setSoTimeout(2000);
      socket.connect(new InetSocketAddress(LOOPBACK, port));
      socket.send(new DatagramPacket(packet, packet.length));
      var reply = new DatagramPacket(new byte[1500], 1500);
      socket.receive(reply);
      var answer = new Message(ByteBuffer.wrap(reply.getData(), 0, reply.getLength()));
      var found = answer.getSection(Section.ANSWER);
      return found.isEmpty()
          ? Rcode.string(answer.getRcode())
          : ((ARecord) found.getFirst()).getAddress().getHostAddress();
    }
  }

  private void assertAnswersAll() throws IOException {
    for (var service : services.entrySet()) {
      assertThat(ask(service.getKey())).as(service.getKey()).isEqualTo(service.getValue());
    }
  }

  /// Waits while nothing listens, or something that does not know yet.
  private void awaitAnswer(String name) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        if (ask(name).equals(services.get(name))) {
          return;
        }
      } catch (SocketException | SocketTimeoutException nobody) {
        assertThat(System.nanoTime()).as("still %s", nobody).isLessThan(end);
      }
      assertThat(System.nanoTime()).as("no answer for %s, %s", name, ends).isLessThan(end);
      Thread.sleep(5);
    }
  }

  @Test
  void whatWasAcceptedIsAnsweredAtOnce() throws Exception {
    for (int i = 2; i < 200; i++) {
      add("more-" + i, "10.96.0." + i);
      assertThat(process.awaitAccepted(PATIENCE)).isTrue();
      assertThat(ask("more-" + i)).isEqualTo("10.96.0." + i);
    }
    assertAnswersAll();
    assertThat(ask("none")).isEqualTo("NXDOMAIN");
  }

  @Test
  void goesOnWithoutWhoTellsItAndFollowsTheNext() throws Exception {
    long pid = pids().getFirst();
    for (int i = 2; i < 7; i++) {
      process.leave();
      assertAnswersAll();
      process = run("10.96.0.0/12");
      add("later-" + i, "10.96.0." + i);
      awaitAnswer("later-" + i);
      assertAnswersAll();
      assertThat(pids()).containsExactly(pid);
    }
    assertThat(ends).isEmpty();
  }

  @Test
  void isStartedAgainWhenItIsKilled() throws Exception {
    add("second", "10.96.0.2");
    for (int i = 0; i < 2; i++) {
      kill(pids().getFirst());
      awaitAnswer("second");
      assertAnswersAll();
    }
    assertThat(ends).hasSize(2);
    // the same of one that was adopted
    process.leave();
    process = run("10.96.0.0/12");
    process.publish(table);
    assertThat(process.awaitAnswers(PATIENCE)).isTrue();
    kill(pids().getFirst());
    awaitAnswer("second");
    assertAnswersAll();
  }

  /// As when `up` is killed while it writes.
  @Test
  void aFrameThatBreaksOffChangesNothing() throws Exception {
    process.leave();
    var whole = ByteBuffer.allocate(1 << 16);
    var content = table.since(NameTable.unsynced(table.zone())).toBytes();
    whole.putInt(content.length).putLong(1).put(content).flip();
    for (int length = 0; length < whole.limit(); length += 3) {
      try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
        channel.write(whole.duplicate().limit(length));
      }
      assertAnswersAll();
    }
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
      var nonsense = ByteBuffer.allocate(64).putInt(8).putLong(1).putLong(-1).rewind();
      channel.write(nonsense.limit(20));
      assertThat(Frame.readAcknowledged(channel)).isEmpty();
    }
    assertAnswersAll();
    process = run("10.96.0.0/12");
    add("after", "10.96.0.9");
    awaitAnswer("after");
  }

  /// A new version has another command line, as have other addresses.
  @Test
  void anotherOneTakesItsPlaceWithoutAGap() throws Exception {
    long former = pids().getFirst();
    process.leave();
    process = run("10.112.0.0/12");
    process.publish(table);
    long end = System.nanoTime() + PATIENCE.toNanos();
    int asked = 0;
    while (pids().contains(former)) {
      assertAnswersAll();
      asked++;
      assertThat(System.nanoTime()).isLessThan(end);
    }
    assertAnswersAll();
    assertThat(asked).isPositive();
    assertThat(pids()).hasSize(1).doesNotContain(former);
  }

  @Test
  void saysWhyItCannotListen() throws Exception {
    process.stop();
    try (var taken = new DatagramSocket(new InetSocketAddress(LOOPBACK, port))) {
      process = run("10.96.0.0/12");
      process.publish(table);
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (ends.isEmpty() && System.nanoTime() < end) {
        Thread.sleep(5);
      }
      assertThat(ends.getFirst()).contains("cannot listen on 127.0.0.1 port " + port);
      assertThat(taken.isBound()).isTrue();
    }
    awaitAnswer("first");
  }
}
