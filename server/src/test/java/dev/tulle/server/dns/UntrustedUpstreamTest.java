package dev.tulle.server.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.dns.AddressRange;
import dev.tulle.server.dns.DnsCounters.Counter;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// Other name servers that are slow, broken, or lie: what they say goes no further than the answer
/// to the question that they were asked.
class UntrustedUpstreamTest {

  private static final String WEB = "web.default.svc.cluster.local.";

  @TempDir Path folder;

  private FakeUpstream first;
  private FakeUpstream second;
  private DnsServer server;
  private TestClient client;

  @BeforeEach
  void start() throws IOException {
    first = new FakeUpstream("127.0.0.1", 0, FakeUpstream.address("192.0.2.1"));
    second = new FakeUpstream("127.0.0.5", first.port(), FakeUpstream.address("192.0.2.5"));
    var names = folder.resolve("resolv.conf");
    Files.writeString(names, "nameserver 127.0.0.1\nnameserver 127.0.0.5\n");
    server =
        new DnsServer(
            new DnsSettings(
                List.of(InetAddress.ofLiteral("127.0.0.1")),
                0,
                List.of(AddressRange.of("127.0.0.0/8")),
                TestNames.ZONE,
                names,
                first.port()),
            System::nanoTime);
    server.start();
    server.publish(TestNames.table(3));
    client = new TestClient(server.addresses().getFirst(), "127.0.0.1");
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    server.close();
    second.close();
    first.close();
  }

  private List<String> ask(String name) throws IOException {
    return TestClient.answers(client.ask(name, Type.A));
  }

  @Test
  void aSlowServerIsPassedOverAndItsLateAnswerDropped() throws IOException {
    var other = new CountDownLatch(1);
    first.says(
        query -> {
          await(other);
          return List.of(FakeUpstream.answer(query, 0, "300 A 203.0.113.1").toWire());
        });
    second.says(
        query -> {
          other.countDown();
          return List.of(FakeUpstream.answer(query, 0, "300 A 192.0.2.5").toWire());
        });

    assertThat(ask("slow.example.com.")).containsExactly("192.0.2.5");
    assertThat(ask("slow.example.com.")).as("kept").containsExactly("192.0.2.5");
    assertThat(ask("next.example.com.")).containsExactly("192.0.2.5");
    assertThat(first.asked).as("who was slow is asked last").hasSize(1);
    assertThat(server.counters().of(Counter.UPSTREAM_SILENT)).isEqualTo(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Records of names that nobody asked for are passed on with the answer, and believed by nobody.
  @Test
  void whatItSaysOfOtherNamesIsNotKeptForThem() throws IOException {
    first.says(
        query -> {
          var reply = FakeUpstream.answer(query, 0, "300 A 192.0.2.1");
          if (query.getQuestion().getName().toString().startsWith("www.")) {
            for (int section : List.of(Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL)) {
              reply.addRecord(address("bank.example.org.", "203.0.113.1"), section);
              reply.addRecord(address(WEB, "203.0.113.1"), section);
              reply.addRecord(
                  address("outside.default.svc.cluster.local.", "203.0.113.1"), section);
            }
          }
          return List.of(reply.toWire());
        });

    assertThat(ask("www.example.com.")).contains("192.0.2.1");
    assertThat(ask("bank.example.org.")).containsExactly("192.0.2.1");
    assertThat(ask(WEB)).containsExactly("10.96.0.1");
  }

  private static Record address(String name, String address) throws IOException {
    return Record.fromString(Name.fromString(name), Type.A, DClass.IN, 300, address, Name.root);
  }

  @Test
  void aDamagedAnswerIsNone() throws IOException {
    first.says(
        query -> {
          var claims = FakeUpstream.answer(query, 0, "300 A 203.0.113.1").toWire();
          claims[7] = 9; // answers, of which there is one
          return List.of(claims);
        });
    first.saysOverTcp(query -> List.of());

    assertThat(ask("www.example.com.")).containsExactly("192.0.2.5");
    assertThat(server.counters().of(Counter.UPSTREAM_MISMATCHED)).isEqualTo(1);
  }

  @Test
  void aTimeToLiveWithoutEndIsNoReasonToKeepAnAnswer() throws IOException {
    first.says(
        query -> {
          var answer = FakeUpstream.answer(query, 0, "300 A 192.0.2.1").toWire();
          Wire.setUint32(answer, answer.length - 10, 0xffff_ffffL); // before a length and 4 bytes
          return List.of(answer);
        });

    ask("www.example.com.");
    ask("www.example.com.");

    assertThat(first.asked).hasSize(2);
  }

  @Test
  void withoutAnyGoodAnswerTheClientIsToldSo() throws IOException {
    first.says(query -> List.of(FakeUpstream.answer(query, Rcode.REFUSED).toWire()));
    second.says(query -> List.of(FakeUpstream.answer(query, Rcode.SERVFAIL).toWire()));

    Message reply = client.ask("www.example.com.", Type.A);

    assertThat(reply.getRcode()).isIn(Rcode.SERVFAIL, Rcode.REFUSED);
    assertThat(ask(WEB)).containsExactly("10.96.0.1");
  }
}
