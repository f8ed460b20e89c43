package dev.tulle.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.cli.local.net.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Pods look names up whatever becomes of `up`, and find what the next one was told.
@EndToEnd
class NamesGoOnTest {

  private static final Duration UNATTENDED = Duration.ofSeconds(5);
  private static final String NAME = "my-service.default.svc.cluster.local";

  @Test
  void whileUpIsDeadAndAfterItIsBack() throws Exception {
    try (var folder = Folder.copyOf("hello");
        var tulle = Tulle.on(folder)) {
      tulle.serve(3);
      var server = server(tulle);
      var address = found(tulle, "my-service");
      assertThat(address).isNotEmpty();
      assertThat(found(tulle, "added")).isEmpty();
      tulle.kill();
      // the time is the case: nothing that was kept may have run out
      Thread.sleep(UNATTENDED);
      assertThat(found(tulle, "my-service")).isEqualTo(address);
      assertThat(found(tulle, NAME)).isEqualTo(address);
      folder.save("added.yaml", Yaml.service("added"));
      tulle.serve(3);
      assertThat(server(tulle)).isEqualTo(server);
      tulle.await("the Service that was added", () -> !found(tulle, "added").isEmpty());
      assertThat(found(tulle, "my-service")).isEqualTo(address);
      var belongings = Belongings.of(tulle);
      assertThat(tulle.end("TERM")).isEqualTo(143);
      assertThat(belongings.left()).isEmpty();
    }
  }

  @Test
  void aKilledNameServerIsStartedAgain() throws Exception {
    try (var folder = Folder.copyOf("hello");
        var tulle = Tulle.on(folder)) {
      tulle.serve(3);
      var address = found(tulle, "my-service");
      for (int i = 0; i < 2; i++) {
        var killed = server(tulle);
        killed.forEach(pid -> ProcessHandle.of(pid).orElseThrow().destroyForcibly());
        tulle.await("its end", () -> killed.stream().noneMatch(NamesGoOnTest::runs));
        long dead = System.nanoTime();
        tulle.await("names", () -> found(tulle, "my-service").equals(address));
        System.out.printf(
            "names again after %d ms%n", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - dead));
        assertThat(server(tulle)).hasSize(1).doesNotContainAnyElementsOf(killed);
      }
    }
  }

  private static boolean runs(long pid) {
    return Processes.stat(pid).filter(Processes.Stat::alive).isPresent();
  }

  private static List<Long> server(Tulle tulle) throws IOException {
    try (var files = Files.list(tulle.run().orElseThrow().resolve("names"))) {
      return files
          .filter(file -> file.toString().endsWith(".sock"))
          .flatMap(file -> Processes.withArgument(file.toString()).stream())
          .toList();
    }
  }

  /// What a pod finds, whether or not anybody runs `up`.
  private static String found(Tulle tulle, String name) {
    try {
      var network = Belongings.programs(tulle, "python").firstKey();
      var getent =
          new ProcessBuilder("ip", "netns", "exec", network, "getent", "ahostsv4", name).start();
      var said = new String(getent.getInputStream().readAllBytes(), UTF_8);
      return said.split(" ", 2)[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
