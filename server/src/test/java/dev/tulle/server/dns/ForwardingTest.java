package dev.tulle.server.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.dns.AddressRange;
import dev.tulle.server.dns.DnsCounters.Counter;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// Names outside the cluster, with a server that the test speaks for in place of the machine's own.
class ForwardingTest {

  private static final String WEB = "web.default.svc.cluster.local.";
  private static final String SOA = "60 SOA ns.example. host.example. 1 2 3 4 30";

  @TempDir Path folder;

  private final AtomicLong added = new AtomicLong();
  private FakeUpstream upstream;
  private DnsServer server;
  private TestClient client;

  @BeforeEach
  void start() throws IOException {
    upstream = new FakeUpstream("127.0.0.1", 0, FakeUpstream.address("192.0.2.1"));
    names("127.0.0.1");
    server = server("127.0.0.1");
    client = new TestClient(server.addresses().getFirst(), "127.0.0.1");
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    server.close();
    upstream.close();
  }

  private void names(String... servers) throws IOException {
    var text = new StringBuilder("# a comment\nsearch example.org\n");
    for (var address : servers) {
      text.append("nameserver ").append(address).append('\n');
    }
    Files.writeString(folder.resolve("resolv.conf"), text.append("nameserver nonsense\n"));
  }

  private DnsServer server(String listen) throws IOException {
    var started =
        new DnsServer(
            new DnsSettings(
                List.of(InetAddress.ofLiteral(listen)),
                0,
                List.of(AddressRange.of("127.0.0.0/8")),
                TestNames.ZONE,
                folder.resolve("resolv.conf"),
                upstream.port()),
            () -> System.nanoTime() + added.get());
    started.start();
    started.publish(TestNames.table(3));
    return started;
  }

  private void later(int seconds) {
    added.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  private long of(Counter counter) {
    return server.counters().of(counter);
  }

  @Test
  void asksTheMachinesOwnServerAndKeepsTheCase() throws IOException {
    var reply = client.ask("wWw.Example.COM.", Type.A);

    assertThat(TestClient.answers(reply)).containsExactly("192.0.2.1");
    assertThat(reply.getQuestion().getName().toString()).isEqualTo("wWw.Example.COM.");
    assertThat(reply.getHeader().getFlag(Flags.AA)).isFalse();
    assertThat(upstream.asked).hasSize(1);
  }

  @Test
  void keepsAnAnswerForAsLongAsItSays() throws IOException {
    client.ask("www.example.com.", Type.A);
    later(100);
    var kept = client.ask("WWW.example.com.", Type.A);
    assertThat(kept.getSection(Section.ANSWER).getFirst().getTTL()).isBetween(190L, 200L);
    assertThat(kept.getQuestion().getName().toString()).isEqualTo("WWW.example.com.");
    assertThat(upstream.asked).hasSize(1);
    assertThat(of(Counter.KEPT)).isEqualTo(1);

    client.ask("www.example.com.", Type.AAAA);
    assertThat(upstream.asked).as("another type is another question").hasSize(2);

    later(201);
    client.ask("www.example.com.", Type.A);
    assertThat(upstream.asked).hasSize(3);
  }

  @Test
  void keepsADenialForTheTimeOfItsSoa() throws IOException {
    for (int rcode : List.of(Rcode.NXDOMAIN, Rcode.NOERROR)) {
      upstream.asked.clear();
      upstream.says(query -> List.of(FakeUpstream.answer(query, rcode, SOA).toWire()));
      var name = "none" + rcode + ".example.com.";
      var denied = client.ask(name, Type.A);
      assertThat(denied.getRcode()).isEqualTo(rcode);
      assertThat(soa(denied).getTTL()).as("the lesser of 60 and 30").isEqualTo(30);
      later(29);
      var again = client.ask(name, Type.A);
      assertThat(again.getRcode()).isEqualTo(rcode);
      assertThat(soa(again).getTTL()).isLessThanOrEqualTo(1);
      assertThat(upstream.asked).hasSize(1);
      later(2);
      client.ask(name, Type.A);
      assertThat(upstream.asked).hasSize(2);
    }
  }

  private static Record soa(Message reply) {
    assertThat(reply.getSection(Section.AUTHORITY)).hasSize(1);
    return reply.getSection(Section.AUTHORITY).getFirst();
  }

  @Test
  void keepsNoDenialThatDoesNotSayForHowLong() throws IOException {
    upstream.says(query -> List.of(FakeUpstream.answer(query, Rcode.NXDOMAIN).toWire()));
    client.ask("none.example.com.", Type.A);
    client.ask("none.example.com.", Type.A);
    assertThat(upstream.asked).hasSize(2);
  }

  @Test
  void asksOnceForManyWhoAskAtATime() throws Exception {
    var asked = new CountDownLatch(1);
    upstream.says(
        query -> {
          await(asked);
          return List.of(FakeUpstream.answer(query, 0, "300 A 192.0.2.7").toWire());
        });
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<String> one =
          () -> {
            try (var own = new TestClient(server.addresses().getFirst(), "127.0.0.1")) {
              return TestClient.answers(own.ask("busy.example.com.", Type.A)).getFirst();
            }
          };
      var answers = new ArrayList<java.util.concurrent.Future<String>>();
      for (int i = 0; i < 50; i++) {
        answers.add(clients.submit(one));
      }
      Awaitility.await().until(() -> of(Counter.RECEIVED) == 50);
      asked.countDown();
      for (var answer : answers) {
        assertThat(answer.get()).isEqualTo("192.0.2.7");
      }
    }
    assertThat(upstream.asked).hasSize(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void dropsWhatDoesNotMatchTheQuestion() throws IOException {
    upstream.says(
        query -> {
          var otherId = FakeUpstream.answer(query, 0, "300 A 203.0.113.1");
          otherId.getHeader().setID(query.getHeader().getID() ^ 1);
          var other = TestClient.query("other.example.com.", Type.A);
          other.getHeader().setID(query.getHeader().getID());
          var otherType = TestClient.query("www.example.com.", Type.AAAA);
          otherType.getHeader().setID(query.getHeader().getID());
          return List.of(
              otherId.toWire(),
              FakeUpstream.answer(other, 0, "300 A 203.0.113.2").toWire(),
              FakeUpstream.answer(otherType, 0).toWire(),
              query.toWire(), // not an answer at all
              new byte[] {1, 2, 3},
              FakeUpstream.answer(query, 0, "300 A 192.0.2.1").toWire());
        });
    assertThat(TestClient.answers(client.ask("www.example.com.", Type.A)))
        .containsExactly("192.0.2.1");
    assertThat(of(Counter.UPSTREAM_MISMATCHED)).isEqualTo(5);
  }

  @Test
  void dropsWhatComesFromAnotherAddress() throws IOException {
    try (var forger = new FakeUpstream("127.0.0.9", upstream.port(), query -> List.of())) {
      var socket = new java.net.DatagramSocket(new java.net.InetSocketAddress("127.0.0.9", 0));
      upstream.says(
          query -> {
            var forged = FakeUpstream.answer(query, 0, "300 A 203.0.113.1").toWire();
            var to = upstream.asked.peek().from();
            socket.send(new java.net.DatagramPacket(forged, forged.length, to));
            return List.of(FakeUpstream.answer(query, 0, "300 A 192.0.2.1").toWire());
          });
      assertThat(TestClient.answers(client.ask("www.example.com.", Type.A)))
          .containsExactly("192.0.2.1");
      socket.close();
      assertThat(forger.asked).isEmpty();
    }
    assertThat(of(Counter.UPSTREAM_MISMATCHED)).as("the kernel drops it").isZero();
  }

  @Test
  void asksOverTcpWhenItIsFloodedWithForgeries() throws IOException {
    upstream.says(
        query -> {
          var forged = FakeUpstream.answer(query, 0, "300 A 203.0.113.1");
          forged.getHeader().setID(query.getHeader().getID() ^ 1);
          return java.util.Collections.nCopies(8, forged.toWire());
        });
    assertThat(TestClient.answers(client.ask("www.example.com.", Type.A)))
        .containsExactly("192.0.2.1");
    assertThat(upstream.asked).extracting(FakeUpstream.Asked::tcp).containsExactly(false, true);
  }

  @Test
  void usesAnotherIdAndPortEachTime() throws IOException {
    upstream.says(query -> List.of(FakeUpstream.answer(query, 0, "0 A 192.0.2.1").toWire()));
    for (int i = 0; i < 64; i++) {
      client.ask("www.example.com.", Type.A);
    }
    var ids = new HashSet<Integer>();
    var ports = new HashSet<>();
    for (var asked : upstream.asked) {
      ids.add(asked.query().getHeader().getID());
      ports.add(asked.from());
    }
    // 64 random numbers of 16 bits: two of them equal happens, ten do not
    assertThat(ids).hasSizeGreaterThan(54);
    assertThat(ports).hasSizeGreaterThan(54);
  }

  @Test
  void fetchesOverTcpWhatWasCut() throws IOException {
    upstream.says(
        query -> {
          var cut = FakeUpstream.answer(query, 0);
          cut.getHeader().setFlag(Flags.TC);
          return List.of(cut.toWire());
        });
    upstream.saysOverTcp(
        query -> {
          var records = new String[100];
          for (int i = 0; i < 100; i++) {
            records[i] = "300 A 192.0.2." + i;
          }
          return List.of(FakeUpstream.answer(query, 0, records).toWire());
        });
    var overUdp = client.ask("large.example.com.", Type.A);
    assertThat(overUdp.getHeader().getFlag(Flags.TC)).isTrue();
    assertThat(overUdp.getSection(Section.ANSWER)).hasSizeGreaterThan(20);
    var query = TestClient.query("large.example.com.", Type.A).toWire();
    var overTcp = new Message(client.tcp(query));
    assertThat(overTcp.getSection(Section.ANSWER)).hasSize(100);
    assertThat(upstream.asked).as("kept for both").hasSize(2);
  }

  @Test
  void triesTheNextServerWhenOneFails() throws IOException {
    names("127.0.0.1", "127.0.0.5");
    later(2);
    upstream.says(query -> List.of(FakeUpstream.answer(query, Rcode.SERVFAIL).toWire()));
    try (var second =
        new FakeUpstream("127.0.0.5", upstream.port(), FakeUpstream.address("192.0.2.5"))) {
      assertThat(TestClient.answers(client.ask("www.example.com.", Type.A)))
          .containsExactly("192.0.2.5");
      assertThat(second.asked).hasSize(1);
    }
  }

  @Test
  void readsTheListOfServersAgainWhenItChanges() throws IOException {
    client.ask("a.example.com.", Type.A);
    try (var second =
        new FakeUpstream("127.0.0.5", upstream.port(), FakeUpstream.address("192.0.2.5"))) {
      names("127.0.0.5", "127.0.0.6");
      later(2);
      assertThat(TestClient.answers(client.ask("b.example.com.", Type.A)))
          .containsExactly("192.0.2.5");
      assertThat(second.asked).hasSize(1);
    }
  }

  @Test
  void neverAsksItself() throws IOException {
    try (var looped = looped()) {
      try (var asking = new TestClient(looped.addresses().getFirst(), "127.0.0.1")) {
        assertThat(asking.ask("www.example.com.", Type.A).getRcode()).isEqualTo(Rcode.SERVFAIL);
      }
      assertThat(looped.counters().of(Counter.RECEIVED)).isEqualTo(1);
      assertThat(looped.counters().of(Counter.UPSTREAM_SILENT)).isZero();
    }
  }

  /// A server whose file names itself alone.
  private DnsServer looped() throws IOException {
    names("127.0.0.7");
    var started =
        new DnsServer(
            new DnsSettings(
                List.of(InetAddress.ofLiteral("127.0.0.7")),
                upstream.port(),
                List.of(AddressRange.of("127.0.0.0/8")),
                TestNames.ZONE,
                folder.resolve("resolv.conf"),
                upstream.port()),
            System::nanoTime);
    started.start();
    return started;
  }

  @Test
  void answersClusterNamesWhileNoOtherServerAnswers() throws IOException {
    upstream.says(query -> List.of());
    var waiting = new ArrayList<TestClient>();
    try {
      long began = System.nanoTime();
      for (int i = 0; i < 600; i++) {
        var one = new TestClient(server.addresses().getFirst(), "127.0.0.2");
        waiting.add(one);
        one.send(TestClient.query("dead" + i + ".example.com.", Type.A).toWire());
        // packets are read in order: no more than one of them is ever waiting to be read
        assertThat(TestClient.answers(client.ask(WEB, Type.A))).containsExactly("10.96.0.1");
      }
      for (var one : waiting) {
        assertThat(Wire.rcode(one.receive())).isEqualTo(Rcode.SERVFAIL);
      }
      assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(9));
    } finally {
      waiting.forEach(TestClient::close);
    }
    assertThat(of(Counter.CLUSTER)).isEqualTo(600);
    assertThat(of(Counter.FORWARDED) + of(Counter.OVERLOADED)).isEqualTo(600);
  }

  @Test
  void followsAnExternalNameOutOfTheCluster() throws IOException {
    var reply = client.ask("Outside.default.svc.cluster.local.", Type.A);
    assertThat(TestClient.answers(reply)).containsExactly("www.example.com.", "192.0.2.1");
    assertThat(reply.getSection(Section.ANSWER).getFirst().getName().toString())
        .isEqualTo("Outside.default.svc.cluster.local.");

    upstream.says(query -> List.of(FakeUpstream.answer(query, Rcode.NXDOMAIN, SOA).toWire()));
    var denied = client.ask("outside.default.svc.cluster.local.", Type.MX);
    assertThat(denied.getRcode()).isEqualTo(Rcode.NXDOMAIN);
    assertThat(TestClient.answers(denied)).containsExactly("www.example.com.");
    assertThat(denied.getSection(Section.AUTHORITY)).hasSize(1);
  }

  @Test
  void passesOnWhatTheClientAsksOfTheAnswerAndNothingElse() throws IOException {
    var query = TestClient.query("www.example.com.", Type.A, 4096);
    query.getHeader().setFlag(Flags.CD);
    client.udp(query.toWire());
    var asked = upstream.asked.remove().query();
    assertThat(asked.getHeader().getFlag(Flags.CD)).isTrue();
    assertThat(asked.getOPT().getPayloadSize()).isEqualTo(Wire.UDP_PAYLOAD);
    client.ask("www.example.com.", Type.A);
    assertThat(upstream.asked.remove().query().getOPT()).isNull();
  }
}
