package dev.tulle.cli.local.proxy;

import dev.tulle.cli.local.net.Processes;
import dev.tulle.cli.local.net.Processes.Stat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/// Remembers a process across runs of this program: its id and, since ids are used again, when it
/// was started (in clock ticks since boot, as `/proc/PID/stat` has it).
final class PidFile {

  private PidFile() {}

  static void write(Path file, ProcessHandle process) throws IOException {
    var temporary = file.resolveSibling("." + file.getFileName() + ".new");
    Files.writeString(temporary, process.pid() + " " + startTime(process.pid()) + "\n");
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /// The process, where the very same one still runs.
  static @Nullable ProcessHandle read(Path file) throws IOException {
    String[] words;
    try {
      words = Files.readString(file).strip().split(" ", -1);
    } catch (NoSuchFileException e) {
      return null;
    }
    if (words.length != 2 || !words[0].matches("\\d{1,9}")) {
      return null;
    }
    long pid = Long.parseLong(words[0]);
    var started = startTime(pid);
    return !started.isEmpty() && words[1].equals(started)
        ? ProcessHandle.of(pid).orElse(null)
        : null;
  }

  /// Empty where no such process runs.
  private static String startTime(long pid) {
    return Processes.stat(pid)
        .filter(Stat::alive)
        .map(stat -> Long.toString(stat.start()))
        .orElse("");
  }
}
