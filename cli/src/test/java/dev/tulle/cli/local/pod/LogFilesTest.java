package dev.tulle.cli.local.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogFilesTest {

  @TempDir Path folder;

  @Test
  void aWriterGoesOnInTheEmptiedFile() throws Exception {
    var log = folder.resolve("main.log");
    var former = folder.resolve("main.log.1");
    try (var writer = new FileOutputStream(log.toFile(), true)) {
      writer.write("0123456789".getBytes(StandardCharsets.UTF_8));
      LogFiles.cut(log, former, 10);
      assertThat(former).doesNotExist();
      LogFiles.cut(log, former, 9);
      writer.write("more".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(former).hasContent("0123456789");
    assertThat(log).hasContent("more");
  }

  @Test
  void theLastLineThatSaysSomething() throws Exception {
    var log = folder.resolve("main.log");
    assertThat(LogFiles.lastLine(log)).isEmpty();
    Files.writeString(log, "x".repeat(5000) + "\nfirst\n  the end \n\n");
    assertThat(LogFiles.lastLine(log)).isEqualTo("the end");
  }
}
