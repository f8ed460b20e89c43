package dev.tulle.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Bodies that no memory would hold, and connections by the thousand. Every build sends 128 MiB and
/// holds 2,000; with `-Dtulle.e2e=full` it is 1 GiB and 10,000. The connections are shared out over
/// two clients and two servers: each has two descriptors in its proxy, of which a process may have
/// no more than 20,000 on some machines.
@EndToEnd
@ExtendWith(FidelityMesh.Shared.class)
class FidelityBulkTest {

  private static final boolean FULL = "full".equals(System.getProperty("tulle.e2e"));
  private static final long BYTES = FULL ? 1L << 30 : 128L << 20;
  private static final int CONNECTIONS = FULL ? 10_000 : 2_000;
  private static final int BLOCK = 64 * 1024;
  private static final long MOST_MEMORY_KB = 300_000;

  private final FidelityMesh mesh;

  FidelityBulkTest(FidelityMesh mesh) {
    this.mesh = mesh;
  }

  @Test
  void aLargeBodyArrivesWholeUpAndDown() throws Exception {
    mesh.same(
        way -> {
          var up = new AtomicLong();
          way.http()
              .follows(
                  (head, talk) -> {
                    up.set(read(talk.in()));
                    talk.send("HTTP/1.1 200 OK\r\nContent-Length: " + BYTES + "\r\n\r\n");
                    write(talk.socket().getOutputStream(), 2);
                  });
          try (var talk = way.call("one", 80)) {
            talk.send("POST / HTTP/1.1\r\nHost: one\r\nContent-Length: " + BYTES + "\r\n\r\n");
            long sent = write(talk.socket().getOutputStream(), 1);
            talk.head();
            long got = read(talk.in());
            assertThat(up.get()).isEqualTo(sent);
            return List.of(sent, got);
          }
        });
    for (var pod : List.of("mesh/client", "mesh/server-0")) {
      assertThat(peakKilobytes(pod)).as(pod).isLessThan(MOST_MEMORY_KB);
    }
  }

  private static long write(OutputStream out, long seed) throws IOException {
    var sum = new CRC32C();
    var block = new byte[BLOCK];
    new Random(seed).nextBytes(block);
    for (long left = BYTES; left > 0; left -= BLOCK) {
      block[(int) (left / BLOCK % BLOCK)]++;
      sum.update(block);
      out.write(block);
    }
    return sum.getValue();
  }

  private static long read(InputStream in) throws IOException {
    var sum = new CRC32C();
    var block = new byte[BLOCK];
    for (long left = BYTES; left > 0; ) {
      int read = in.read(block, 0, (int) Math.min(left, BLOCK));
      if (read < 0) {
        throw new IOException(left + " bytes are missing");
      }
      sum.update(block, 0, read);
      left -= read;
    }
    return sum.getValue();
  }

  /// The most memory that a sidecar's Envoy has ever had.
  private long peakKilobytes(String pod) throws IOException {
    var status = Path.of("/proc/" + mesh.tulle().sidecarPid(pod) + "/status");
    return Files.readAllLines(status).stream()
        .filter(it -> it.startsWith("VmHWM:"))
        .mapToLong(it -> Long.parseLong(it.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void thousandsOfConnectionsIdleAndAreAllUsable() throws Exception {
    int others = mesh.tulle().status().orElseThrow().pods().size();
    Files.writeString(mesh.flags().resolve("echo.py"), FidelityMesh.resource("e2e/echo.py"));
    mesh.saveTwice("echo.yaml", it -> it.replace("PROGRAMS", mesh.flags().toString()));
    try {
      mesh.tulle().awaitPods(others + 8);
      for (var namespace : List.of(FidelityMesh.PLAIN, FidelityMesh.MESH)) {
        hold(namespace);
      }
    } finally {
      mesh.deleteTwice("echo.yaml");
    }
    mesh.tulle().awaitPods(others);
  }

  private void hold(String namespace) throws Exception {
    var service = mesh.service(namespace, "echo", 70);
    var talks = new ArrayList<Talk>();
    try (var one = mesh.enter(namespace, "holder-0");
        var other = mesh.enter(namespace, "holder-1")) {
      for (int i = 0; i < CONNECTIONS; i++) {
        talks.add(new Talk((i % 2 == 0 ? one : other).connect(service)));
      }
      // once when all are there, and again after they have been idle for a while
      for (int turn = 0; turn < 2; turn++) {
        for (int i = 0; i < CONNECTIONS; i++) {
          talks.get(i).send("%06d".formatted(i));
        }
        for (int i = 0; i < CONNECTIONS; i++) {
          assertThat(talks.get(i).bytes(6)).as(namespace).isEqualTo("%06d".formatted(i));
        }
        Thread.sleep(FULL ? 10_000 : 2_000);
      }
    } finally {
      for (var talk : talks) {
        talk.close();
      }
    }
  }
}
