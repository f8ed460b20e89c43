package dev.tulle.server.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.server.dns.DnsCounters.Counter;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// Packets that no client sends by mistake. Each gets the right code or none, and the server goes
/// on.
class HostilePacketsTest {

  private static final String WEB = "web.default.svc.cluster.local.";

  @TempDir Path folder;

  private DnsServer server;
  private TestClient client;

  @BeforeEach
  void start() throws IOException {
    server = TestNames.serve(3, folder);
    client = new TestClient(server.addresses().getFirst(), "127.0.0.1");
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private void assertStillAnswers() throws IOException {
    assertThat(TestClient.answers(client.ask(WEB, Type.A))).containsExactly("10.96.0.1");
    assertThat(server.counters().of(Counter.FAULTS)).isZero();
  }

  private void assertCode(byte[] packet, int rcode) throws IOException {
    var reply = client.udp(packet);
    assertThat(Wire.rcode(reply)).isEqualTo(rcode);
    assertThat(Wire.id(reply)).isEqualTo(Wire.id(packet));
    assertThat(Wire.isResponse(reply)).isTrue();
  }

  private static byte[] header(int flags, int questions, byte... rest) {
    return ByteBuffer.allocate(12 + rest.length)
        .putShort((short) 0x1234)
        .putShort((short) flags)
        .putShort((short) questions)
        .putShort((short) 0)
        .putShort((short) 0)
        .putShort((short) 0)
        .put(rest)
        .array();
  }

  @Test
  void saysNothingToWhatHasNoIdAndToAnswers() throws IOException {
    for (int length = 0; length < 12; length++) {
      client.send(new byte[length]);
    }
    client.send(header(0x8000, 1, new byte[] {0, 0, 1, 0, 1}));
    assertStillAnswers(); // and its answer is the first packet to come back
    assertThat(client.isQuiet()).isTrue();
    assertThat(server.counters().of(Counter.MALFORMED)).isEqualTo(13);
  }

  @Test
  void takesOneQuestionAndNoMore() throws IOException {
    assertCode(header(0x0100, 0), Rcode.FORMERR);
    assertCode(header(0x0100, 2, new byte[] {0, 0, 1, 0, 1, 0, 0, 1, 0, 1}), Rcode.FORMERR);
    assertCode(header(0x0100, 65_535, new byte[] {0, 0, 1, 0, 1}), Rcode.FORMERR);
    assertStillAnswers();
  }

  @Test
  void followsNoPointerInAQuestion() throws IOException {
    byte pointer = (byte) 0xc0;
    // at itself, ahead, into the header, at the label before
    assertCode(header(0x0100, 1, new byte[] {pointer, 12, 0, 1, 0, 1}), Rcode.FORMERR);
    assertCode(header(0x0100, 1, new byte[] {pointer, 40, 0, 1, 0, 1}), Rcode.FORMERR);
    assertCode(header(0x0100, 1, new byte[] {pointer, 5, 0, 1, 0, 1}), Rcode.FORMERR);
    assertCode(header(0x0100, 1, new byte[] {1, 'a', pointer, 12, 0, 1, 0, 1}), Rcode.FORMERR);
    assertCode(header(0x0100, 1, new byte[] {0x41, 'a', 0, 0, 1, 0, 1}), Rcode.FORMERR);
    assertStillAnswers();
  }

  @Test
  void takesNoNameThatIsTooLong() throws IOException {
    var name = new byte[300];
    for (int i = 0; i < 296; i += 2) {
      name[i] = 1;
      name[i + 1] = 'a';
    }
    assertCode(header(0x0100, 1, name), Rcode.FORMERR);
    assertCode(header(0x0100, 1, new byte[] {63, 'a', 'b'}), Rcode.FORMERR);
    assertStillAnswers();
  }

  @Test
  void takesOneOptionRecordAndNoMore() throws IOException {
    var query = TestClient.query(WEB, Type.A, 1232);
    var once = query.toWire();
    var twice = Arrays.copyOf(once, once.length + 11);
    System.arraycopy(once, once.length - 11, twice, once.length, 11);
    twice[11] = 2;
    assertCode(twice, Rcode.FORMERR);
    assertStillAnswers();
  }

  @Test
  void readsNothingBeyondTheQuery() throws IOException {
    var query = TestClient.query(WEB, Type.A).toWire();
    assertCode(Arrays.copyOf(query, 65_507), Rcode.NOERROR);
    assertThat(Wire.rcode(client.tcp(Arrays.copyOf(query, 65_535)))).isEqualTo(Rcode.NOERROR);
    assertStillAnswers();
  }

  @Test
  void outlivesRandomBytes() throws IOException {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var query = TestClient.query(WEB, Type.SRV, 1232).toWire();
    for (int i = 0; i < 20_000; i++) {
      var packet = mutated(query, random);
      var outcome = Received.read(packet);
      assertThat(outcome).as("seed %d", seed).isNotNull();
      if (i % 10 == 0) {
        client.send(packet);
      }
    }
    try (var another = new TestClient(server.addresses().getFirst(), "127.0.0.1")) {
      assertThat(another.ask(WEB, Type.A).getRcode()).as("seed %d", seed).isZero();
    }
    assertThat(server.counters().of(Counter.FAULTS)).as("seed %d", seed).isZero();
  }

  private static byte[] mutated(byte[] query, Random random) {
    if (random.nextInt(4) == 0) {
      var noise = new byte[random.nextInt(600)];
      random.nextBytes(noise);
      if (noise.length > 2) {
        noise[2] &= 0x07; // a query by its flags: else most of the noise is not even looked at
      }
      return noise;
    }
    var packet = Arrays.copyOf(query, 1 + random.nextInt(query.length + 8));
    for (int flips = random.nextInt(6); flips >= 0; flips--) {
      packet[random.nextInt(packet.length)] = (byte) random.nextInt(256);
    }
    return packet;
  }

  @Test
  void outlivesConnectionsThatEndAnywhere() throws IOException {
    var address = server.addresses().getFirst();
    var query = TestClient.query(WEB, Type.A).toWire();
    for (int length = 0; length <= query.length + 2; length += 7) {
      try (var connection = new Socket(address.getAddress(), address.getPort())) {
        var framed = ByteBuffer.allocate(query.length + 2).putShort((short) query.length);
        connection.getOutputStream().write(framed.put(query).array(), 0, length);
      }
    }
    var reply = new Message(client.tcp(query));
    assertThat(reply.getSection(Section.ANSWER)).hasSize(1);
    assertStillAnswers();
  }

  @Test
  void closesAConnectionThatSendsNoQuery() throws IOException {
    var address = server.addresses().getFirst();
    try (var connection = new Socket(address.getAddress(), address.getPort())) {
      connection.setSoTimeout(10_000);
      connection.getOutputStream().write(new byte[] {0, 3, 1, 2, 3});
      assertThat(connection.getInputStream().read()).isEqualTo(-1);
    }
    assertStillAnswers();
  }

  @Test
  void boundsTheConnectionsOfOneClient() throws IOException {
    var address = server.addresses().getFirst();
    var open = new java.util.ArrayList<Socket>();
    try {
      int refused = 0;
      for (int i = 0; i < 40; i++) {
        var connection = new Socket(address.getAddress(), address.getPort());
        open.add(connection);
        connection.setSoTimeout(10_000);
        var framed = ByteBuffer.allocate(64);
        var query = TestClient.query(WEB, Type.A).toWire();
        framed.putShort((short) query.length).put(query);
        try {
          connection.getOutputStream().write(framed.array(), 0, query.length + 2);
          refused += connection.getInputStream().read() < 0 ? 1 : 0;
        } catch (java.net.SocketException reset) {
          refused++;
        }
      }
      assertThat(refused).isEqualTo(8);
      assertThat(server.counters().of(Counter.OVERLOADED)).isEqualTo(8);
    } finally {
      for (var connection : open) {
        connection.close();
      }
    }
    assertStillAnswers();
  }
}
