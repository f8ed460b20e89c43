package dev.tulle.cli.local.pod;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Logs of containers and proxies, which are kept small: they lie in memory, as all of `/run` does.
///
/// Their processes write to the file themselves, so that they outlive Tulle; one that has grown too
/// large is copied and emptied in place. What is written in that moment may be lost.
public final class LogFiles {

  public static final long MOST = 4L << 20;
  private static final int TAIL = 2048;

  private LogFiles() {}

  /// Cuts a log that has grown beyond a size.
  public static void cut(Path log, Path former, long most) throws IOException {
    if (Files.exists(log) && Files.size(log) > most) {
      Files.copy(log, former, StandardCopyOption.REPLACE_EXISTING);
      try (var channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
        channel.truncate(0);
      }
    }
  }

  /// The last line of a log that says something; empty if there is none.
  static String lastLine(Path log) {
    try (var file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(Math.max(0, file.length() - TAIL));
      var bytes = new byte[TAIL];
      var count = Math.max(0, file.read(bytes));
      return new String(bytes, 0, count, StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank())
          .reduce("", (_, line) -> line)
          .strip();
    } catch (IOException e) {
      return "";
    }
  }
}
