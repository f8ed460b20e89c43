package dev.tulle.cli.local.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that a former run started is found again, whether or not that run came to note it.
class LeftBehindTest {

  @TempDir private Path directory = Path.of("");
  private Process left = new ProcessBuilder("true").start();

  LeftBehindTest() throws IOException {}

  @AfterEach
  void end() throws InterruptedException {
    left.destroyForcibly().waitFor();
  }

  @Test
  void aProcessThatWasNotNotedIsFoundByItsBootstrap() throws Exception {
    assertThat(EnvoyProcess.leftBehind(directory)).isNull();
    start();
    assertThat(EnvoyProcess.leftBehind(directory)).isEqualTo(left.toHandle());
  }

  @Test
  void aProcessThatWasNotedIsFound() throws Exception {
    left = new ProcessBuilder("cat").start();
    PidFile.write(directory.resolve("envoy.pid"), left.toHandle());
    assertThat(EnvoyProcess.leftBehind(directory)).isEqualTo(left.toHandle());
  }

  @Test
  void whatIsLeftIsEnded() throws Exception {
    start();
    EnvoyProcess.stopLeftBehind(directory);
    // it has ended; that its parent has heard of it may take a moment
    assertThat(left.waitFor(5, TimeUnit.SECONDS)).isTrue();
    assertThat(EnvoyProcess.leftBehind(directory)).isNull();
  }

  /// Something that waits for its input, with the command line of an Envoy of this directory.
  private void start() throws IOException {
    var bootstrap = Files.createFile(directory.resolve("bootstrap.json")).toString();
    left = new ProcessBuilder("sh", "-c", "read line; true", "--config-path", bootstrap).start();
  }
}
