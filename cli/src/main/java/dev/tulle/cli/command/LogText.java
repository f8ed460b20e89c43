package dev.tulle.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;

/// A container's log file, which is emptied in place when it grows too large; `FILE.1` then has
/// what was in it.
final class LogText {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
  private static final int CHUNK = 64 * 1024;

  private final Path file;
  private final PrintWriter out;
  private long position;

  LogText(Path file, PrintWriter out) {
    this.file = file;
    this.out = out;
  }

  /// What there is now, or its last lines.
  void print(OptionalInt tail) throws IOException {
    var former = bytes(file.resolveSibling(file.getFileName() + ".1"));
    var current = bytes(file);
    position = current.length;
    var text =
        new String(former, StandardCharsets.UTF_8) + new String(current, StandardCharsets.UTF_8);
    out.print(tail.isPresent() ? last(text, tail.getAsInt()) : text);
    out.flush();
  }

  /// What is written from then on, until the file is gone with its pod.
  void follow() throws IOException, InterruptedException {
    var buffer = ByteBuffer.allocate(CHUNK);
    while (true) {
      try (var channel = FileChannel.open(file)) {
        if (channel.size() < position) {
          position = 0;
        }
        int read;
        while ((read = whole(buffer, channel.read(buffer.clear(), position))) > 0) {
          position += read;
          out.print(new String(buffer.array(), 0, read, StandardCharsets.UTF_8));
          out.flush();
        }
      } catch (NoSuchFileException gone) {
        return;
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
  }

  /// How many of the bytes read are whole characters: the rest of the last one may come later.
  private static int whole(ByteBuffer buffer, int read) {
    for (int back = 1; back <= Math.min(3, read); back++) {
      int first = buffer.get(read - back) & 0xFF;
      if (first >= 0xC0) {
        int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
        return length > back ? read - back : read;
      }
      if (first < 0x80) {
        return read;
      }
    }
    return read;
  }

  static String last(String text, int lines) {
    int from = text.endsWith("\n") ? text.length() - 1 : text.length();
    for (int i = 0; i < lines && from >= 0; i++) {
      from = from == 0 ? -1 : text.lastIndexOf('\n', from - 1);
    }
    return lines <= 0 ? "" : text.substring(from + 1);
  }

  private static byte[] bytes(Path path) throws IOException {
    try {
      return Files.readAllBytes(path);
    } catch (NoSuchFileException none) {
      return new byte[0];
    }
  }
}
