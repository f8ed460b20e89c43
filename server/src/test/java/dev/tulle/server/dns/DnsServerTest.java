package dev.tulle.server.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.core.dns.AddressRange;
import dev.tulle.server.dns.DnsCounters.Counter;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// The server over loopback sockets, for names of the cluster alone: it has no other server to ask.
class DnsServerTest {

  private static final String WEB = "web.default.svc.cluster.local.";
  private static final String MANY = "many.default.svc.cluster.local.";

  @TempDir Path folder;

  private DnsServer server;
  private TestClient client;

  @BeforeEach
  void start() throws IOException {
    server = new DnsServer(settings("127.0.0.1/32", "127.0.0.1"), System::nanoTime);
    server.start();
    server.publish(TestNames.table(200));
    client = new TestClient(server.addresses().getFirst(), "127.0.0.1");
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private DnsSettings settings(String allowed, String... listen) throws IOException {
    return new DnsSettings(
        List.of(listen).stream().map(InetAddress::ofLiteral).toList(),
        0,
        List.of(AddressRange.of(allowed)),
        TestNames.ZONE,
        folder.resolve("resolv.conf"),
        53);
  }

  @Test
  void answersWithAuthorityAndInTheCaseOfTheQuestion() throws IOException {
    var reply = client.ask("wEb.Default.svc.CLUSTER.local.", Type.A);

    assertThat(TestClient.answers(reply)).containsExactly("10.96.0.1");
    assertThat(reply.getQuestion().getName().toString())
        .isEqualTo("wEb.Default.svc.CLUSTER.local.");
    assertThat(reply.getSection(Section.ANSWER).getFirst().getName().toString())
        .isEqualTo("wEb.Default.svc.CLUSTER.local.");
    for (var flag : List.of(Flags.QR, Flags.AA, Flags.RD, Flags.RA)) {
      assertThat(reply.getHeader().getFlag(flag)).as(Flags.string(flag)).isTrue();
    }
    assertThat(server.counters().of(Counter.CLUSTER)).isEqualTo(1);
  }

  @Test
  void tellsWhatIsNotThereFromWhatHasNoSuchRecord() throws IOException {
    var none = client.ask("none.default.svc.cluster.local.", Type.A);
    assertThat(none.getRcode()).isEqualTo(Rcode.NXDOMAIN);
    assertThat(none.getSection(Section.AUTHORITY))
        .singleElement()
        .hasToString(
            "cluster.local.\t\t5\tIN\tSOA\t"
                + "ns.dns.cluster.local. hostmaster.cluster.local. 1 7200 1800 86400 5");

    var other = client.ask(WEB, Type.AAAA);
    assertThat(other.getRcode()).isEqualTo(Rcode.NOERROR);
    assertThat(other.getSection(Section.ANSWER)).isEmpty();
    assertThat(other.getSection(Section.AUTHORITY)).hasSize(1);
  }

  @Test
  void answersNothingOfTheClusterUntilSynced() throws IOException {
    try (var unsynced = new DnsServer(settings("127.0.0.0/8", "127.0.0.1"), System::nanoTime)) {
      unsynced.start();
      try (var asking = new TestClient(unsynced.addresses().getFirst(), "127.0.0.1")) {
        assertThat(asking.ask(WEB, Type.A).getRcode()).isEqualTo(Rcode.SERVFAIL);
        unsynced.publish(TestNames.tableWithWebAt("10.96.0.7"));
        assertThat(TestClient.answers(asking.ask(WEB, Type.A))).containsExactly("10.96.0.7");
        unsynced.publish(TestNames.tableWithWebAt("10.96.0.8"));
        assertThat(TestClient.answers(asking.ask(WEB, Type.A))).containsExactly("10.96.0.8");
      }
    }
  }

  @Test
  void cutsWhatDoesNotFitAndHasItWholeOverTcp() throws IOException {
    var plain = client.udp(TestClient.query(MANY, Type.A).toWire());
    var cut = new Message(plain);
    assertThat(plain.length).isBetween(400, 512);
    assertThat(cut.getHeader().getFlag(Flags.TC)).isTrue();
    assertThat(cut.getSection(Section.ANSWER)).hasSizeBetween(20, 30);

    var large = client.udp(TestClient.query(MANY, Type.A, 65_000).toWire());
    assertThat(large.length).isBetween(1100, Wire.UDP_PAYLOAD);
    assertThat(new Message(large).getHeader().getFlag(Flags.TC)).isTrue();
    assertThat(new Message(large).getOPT()).isNotNull();

    var whole = new Message(client.tcp(TestClient.query(MANY, Type.A).toWire()));
    assertThat(whole.getHeader().getFlag(Flags.TC)).isFalse();
    assertThat(new HashSet<>(TestClient.answers(whole))).hasSize(200);
  }

  @Test
  void leavesOutTheAddressesBesideAnAnswerBeforeItCutsTheAnswer() throws IOException {
    server.publish(TestNames.table(10));
    var reply = new Message(client.udp(TestClient.query(MANY, Type.SRV, 800).toWire()));
    assertThat(reply.getHeader().getFlag(Flags.TC)).isFalse();
    assertThat(reply.getSection(Section.ANSWER)).hasSize(10);
    assertThat(reply.getSection(Section.ADDITIONAL)).hasSize(1);
  }

  @Test
  void beginsWithAnotherAddressEachTime() throws IOException {
    server.publish(TestNames.table(3));
    var first = new HashSet<String>();
    for (int id = 0; id < 3; id++) {
      var query = TestClient.query(MANY, Type.A);
      query.getHeader().setID(id);
      first.add(TestClient.answers(new Message(client.udp(query.toWire()))).getFirst());
    }
    assertThat(first).hasSize(3);
  }

  @Test
  void repeatsTheOptionRecordAndNothingOfItsOptions() throws IOException {
    var query = TestClient.query(WEB, Type.A);
    query.addRecord(
        new OPTRecord(4096, 0, 0, 0x8000, List.of(new org.xbill.DNS.CookieOption(new byte[8]))),
        Section.ADDITIONAL);
    var option = new Message(client.udp(query.toWire())).getOPT();
    assertThat(option.getPayloadSize()).isEqualTo(Wire.UDP_PAYLOAD);
    assertThat(option.getOptions()).isEmpty();
    assertThat(option.getFlags()).isEqualTo(0x8000);
    assertThat(client.ask(WEB, Type.A).getOPT()).isNull();
  }

  @Test
  void takesUnknownOptionsAndSizesThatAreNone() throws IOException {
    for (int size : List.of(0, 100, 511, 65_535)) {
      var query = TestClient.query(MANY, Type.A);
      var unknown = new org.xbill.DNS.GenericEDNSOption(65_001, new byte[] {1, 2, 3});
      query.addRecord(new OPTRecord(size, 0, 0, 0, List.of(unknown)), Section.ADDITIONAL);
      var reply = client.udp(query.toWire());
      assertThat(Wire.rcode(reply)).as("size %d", size).isZero();
      assertThat(reply.length)
          .as("size %d", size)
          .isBetween(400, size < 512 ? Wire.PLAIN_UDP_PAYLOAD : Wire.UDP_PAYLOAD);
      assertThat(new Message(reply).getOPT().getOptions()).isEmpty();
    }
  }

  @Test
  void saysWhichVersionOfTheOptionRecordItKnows() throws IOException {
    var query = TestClient.query(WEB, Type.A);
    query.addRecord(new OPTRecord(4096, 0, 1), Section.ADDITIONAL);
    var reply = new Message(client.udp(query.toWire()));
    assertThat(reply.getRcode()).isEqualTo(Rcode.BADVERS);
    assertThat(reply.getOPT().getVersion()).isZero();
  }

  @Test
  void refusesWhatItDoesNotServe() throws IOException {
    var chaos =
        Message.newQuery(Record.newRecord(Name.fromString("version.bind."), Type.TXT, DClass.CH));
    var reply = new Message(client.udp(chaos.toWire()));
    assertThat(reply.getRcode()).isEqualTo(Rcode.REFUSED);
    assertThat(reply.getQuestion().getDClass()).isEqualTo(DClass.CH);

    for (int type : List.of(Type.AXFR, Type.IXFR)) {
      assertThat(client.ask("cluster.local.", type).getRcode()).isEqualTo(Rcode.REFUSED);
    }
    for (int opcode : List.of(Opcode.NOTIFY, Opcode.UPDATE, Opcode.STATUS, 15)) {
      var query = TestClient.query(WEB, Type.A);
      query.getHeader().setOpcode(opcode);
      var refused = new Message(client.udp(query.toWire()));
      assertThat(refused.getRcode()).isEqualTo(Rcode.NOTIMP);
      assertThat(refused.getHeader().getOpcode()).isEqualTo(opcode);
    }
  }

  @Test
  void answersNobodyElse() throws IOException {
    var address = server.addresses().getFirst();
    try (var stranger = new TestClient(address, "127.0.0.2")) {
      stranger.send(TestClient.query(WEB, Type.A).toWire());
      // the socket is read in order: once this is answered, the stranger's packet was seen
      assertThat(client.ask(WEB, Type.A).getRcode()).isEqualTo(Rcode.NOERROR);
      assertThat(stranger.isQuiet()).isTrue();
    }
    assertThat(server.counters().of(Counter.STRANGERS)).isEqualTo(1);
    try (var connection = new java.net.Socket()) {
      connection.bind(new java.net.InetSocketAddress("127.0.0.2", 0));
      connection.setSoTimeout(10_000);
      connection.connect(address);
      assertThat(connection.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void listensOnSeveralAddressesAndAnswersFromTheOneThatWasAsked() throws IOException {
    var settings = settings("127.0.0.0/8", "127.0.0.3", "127.0.0.4");
    try (var several = new DnsServer(settings, System::nanoTime)) {
      several.start();
      several.publish(TestNames.table(1));
      assertThat(several.addresses()).hasSize(2);
      for (var address : several.addresses()) {
        try (var socket = new java.net.DatagramSocket()) {
          socket.connect(address); // takes packets of this address alone
          socket.setSoTimeout(10_000);
          var query = TestClient.query(WEB, Type.A).toWire();
          socket.send(new java.net.DatagramPacket(query, query.length));
          var reply = new java.net.DatagramPacket(new byte[512], 512);
          socket.receive(reply);
          assertThat(Wire.isResponse(reply.getData())).isTrue();
        }
      }
    }
  }

  @Test
  void listensOnNoWildcard() {
    assertThatThrownBy(() -> settings("127.0.0.0/8", "0.0.0.0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name those that pods reach");
  }

  @Test
  void saysWhichAddressIsTaken() throws IOException {
    var taken = server.addresses().getFirst();
    var settings =
        new DnsSettings(
            List.of(taken.getAddress()),
            taken.getPort(),
            List.of(),
            TestNames.ZONE,
            folder.resolve("resolv.conf"),
            53);
    try (var second = new DnsServer(settings, System::nanoTime)) {
      assertThatThrownBy(second::start)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1 port " + taken.getPort());
    }
  }
}
