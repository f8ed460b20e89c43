package dev.tulle.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// TCP and UDP are carried byte for byte, in both directions, from the first moment to the last.
@EndToEnd
@ExtendWith(FidelityMesh.Shared.class)
class FidelityTcpTest {

  private static final int TRIES = 20;
  private static final Duration AT_ONCE = Duration.ofMillis(100);

  private final FidelityMesh mesh;

  FidelityTcpTest(FidelityMesh mesh) {
    this.mesh = mesh;
  }

  /// On a port that is declared as TCP, and on one that is not declared at all.
  @ParameterizedTest
  @ValueSource(ints = {90, 91})
  void aServerMaySpeakFirstAndIsHeardAtOnce(int port) throws Exception {
    mesh.same(
        way -> {
          var times = new long[TRIES];
          for (int i = 0; i < TRIES; i++) {
            long began = System.nanoTime();
            try (var client = way.call("one", port);
                var server = way.arrival(9_000 + port)) {
              server.send("220 ready\r\n");
              assertThat(client.line()).isEqualTo("220 ready");
              times[i] = System.nanoTime() - began;
            }
          }
          Arrays.sort(times);
          return times[TRIES / 2] < AT_ONCE.toNanos();
        });
  }

  @Test
  void aClientThatSendsNoMoreStillReads() throws Exception {
    mesh.same(
        way -> {
          try (var client = way.call("one", 90);
              var server = way.arrival(9090)) {
            client.send("question");
            client.finish();
            var heard = server.rest();
            server.send("answer");
            server.finish();
            return heard + client.rest();
          }
        });
  }

  @Test
  void aServerThatSendsNoMoreStillReads() throws Exception {
    mesh.same(
        way -> {
          try (var client = way.call("one", 90);
              var server = way.arrival(9090)) {
            server.send("all I have");
            server.finish();
            var heard = client.rest();
            client.send("and this is mine");
            client.finish();
            return heard + server.rest();
          }
        });
  }

  @Test
  void aResetOfEitherSideEndsTheOther() throws Exception {
    mesh.same(
        way -> {
          boolean server = ends(way, true);
          boolean client = ends(way, false);
          return List.of(server, client);
        });
  }

  private static boolean ends(Way way, boolean byServer) throws IOException {
    try (var client = way.call("one", 90);
        var server = way.arrival(9090)) {
      client.send("x");
      server.bytes(1);
      (byServer ? server : client).reset();
      return (byServer ? client : server).ended();
    }
  }

  /// HTTP that nobody has declared is not touched.
  @Test
  void httpOnAPortThatIsNotDeclaredIsTheSameToTheByte() throws Exception {
    var request = "get /%2F//..  HTTP/1.7\nhost:: x\n\n";
    mesh.same(
        way -> {
          try (var client = way.call("one", 91);
              var server = way.arrival(9091)) {
            client.send(request);
            return server.bytes(request.length());
          }
        });
  }

  @Test
  void aPodIsReachedByItsOwnAddressOnAnyPort() throws Exception {
    mesh.same(
        way -> {
          var said = new StringBuilder();
          for (int port : new int[] {9091, 9099}) { // in no Service under this number, in none
            try (var listening = way.server(1).listen(port == 9091 ? 9098 : port);
                var client =
                    new Talk(way.client().connect(way.server(1).at(listening.getLocalPort())));
                var server = new Talk(listening.accept())) {
              client.send("to " + way.server(1).name().replaceFirst(".*/", ""));
              client.finish();
              said.append(server.rest());
            }
          }
          return said.toString();
        });
  }

  @Test
  void aPodReachesItselfThroughItsServiceAndByItsOwnAddress() throws Exception {
    mesh.same(
        way -> {
          var pod = way.server(0);
          var said = new StringBuilder();
          for (var address : List.of(way.service("one", 90), pod.at(9090))) {
            try (var client = new Talk(pod.connect(address));
                var server = way.arrival(9090)) {
              client.send("to myself");
              client.finish();
              said.append(server.rest());
            }
          }
          way.http().answers("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nme");
          try (var client = new Talk(pod.connect(way.service("one", 80)))) {
            client.send("GET / HTTP/1.1\r\nHost: one\r\n\r\n");
            return said + client.answer("GET").body();
          }
        });
  }

  /// What waits for its reader waits with its writer: no proxy takes all of it into its memory.
  @Test
  void aReaderThatDoesNotReadHoldsTheWriterBack() throws Exception {
    for (var way : mesh.ways()) {
      try (var client = way.call("one", 90);
          var server = way.arrival(9090)) {
        var written = new java.util.concurrent.atomic.AtomicLong();
        var writer =
            Thread.ofVirtual()
                .start(
                    () -> {
                      try {
                        var block = new byte[64 * 1024];
                        while (true) {
                          client.socket().getOutputStream().write(block);
                          written.addAndGet(block.length);
                        }
                      } catch (IOException e) {
                        return; // it is closed below
                      }
                    });
        long last = -1;
        while (last != written.get()) {
          last = written.get();
          Thread.sleep(500);
        }
        assertThat(last).as("%s", way).isBetween(1L, 64L << 20);
        client.reset();
        assertThat(writer.join(Duration.ofSeconds(10))).isTrue();
        server.reset();
      }
    }
  }

  @Test
  void udpIsLeftAlone() throws Exception {
    mesh.same(
        way -> {
          try (var server = way.server(0).datagrams(9096);
              var client = way.client().datagrams(0)) {
            server.setSoTimeout(5_000);
            client.setSoTimeout(5_000);
            var ping = "ping".getBytes(StandardCharsets.US_ASCII);
            client.send(new DatagramPacket(ping, ping.length, way.service("one", 90)));
            var got = new DatagramPacket(new byte[100], 100);
            server.receive(got);
            assertThat(got.getAddress()).isEqualTo(way.client().address());
            server.send(new DatagramPacket(got.getData(), got.getLength(), got.getSocketAddress()));
            var back = new DatagramPacket(new byte[100], 100);
            client.receive(back);
            return new String(back.getData(), 0, back.getLength(), StandardCharsets.US_ASCII)
                + back.getAddress().equals(way.service("one", 90).getAddress());
          }
        });
  }

  /// Documented: without the mesh the connection is refused, with it taken and closed at once.
  @Test
  void whereNobodyListensNothingIsAnswered() throws Exception {
    for (var way : mesh.ways()) {
      try (var _ =
          way.server(0).listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9094))) {
        for (var target :
            List.of(
                way.service("nothing", 90),
                way.service("one", 92),
                way.service("one", 94),
                way.service("one", 99),
                way.server(0).at(9097),
                way.server(0).at(9094))) {
          var end = end(way, target);
          assertThat(end).as("%s to %s", way, target).isIn(ends(way));
        }
      }
    }
  }

  private static List<String> ends(Way way) {
    return way.isPlain() || !way.mesh().hasSidecars()
        ? List.of("refused")
        : List.of("refused", "closed");
  }

  private static String end(Way way, InetSocketAddress target) throws IOException {
    try (var client = new Talk(way.client().connect(target))) {
      return client.ended() ? "closed" : "open";
    } catch (ConnectException e) {
      return "refused";
    }
  }

  @Test
  void whereNobodyListensHttpIsUnavailable() throws Exception {
    for (var way : mesh.ways()) {
      for (var target :
          List.of(way.service("nothing", 80), way.service("one", 93), way.service("one", 95))) {
        assertThat(status(way, target))
            .as("%s to %s", way, target)
            .isIn(0, way.isPlain() ? 0 : 503);
      }
    }
  }

  private static int status(Way way, InetSocketAddress target) throws IOException {
    try (var client = new Talk(way.client().connect(target))) {
      client.send("GET / HTTP/1.1\r\nHost: one\r\n\r\n");
      return client.answer("GET").status();
    } catch (ConnectException e) {
      return 0;
    }
  }

  /// Documented: with a proxy in the server's pod it is that pod's own address.
  @Test
  void theServerSeesWhoCalls() throws Exception {
    for (var way : mesh.ways()) {
      try (var _ = way.call("one", 90);
          var server = way.arrival(9090)) {
        boolean proxied = way.to().equals(FidelityMesh.MESH) && mesh.hasSidecars();
        assertThat(server.socket().getInetAddress())
            .as("%s", way)
            .isEqualTo((proxied ? way.server(0) : way.client()).address());
      }
    }
  }
}
