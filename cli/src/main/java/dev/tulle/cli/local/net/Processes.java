package dev.tulle.cli.local.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

/// The processes of this machine as `/proc` tells of them. Every question may be about a process
/// that is just going away; such a one counts as gone.
public final class Processes {

  private static final Path PROC = Path.of("/proc");
  private static final Duration FOR_EVER = Duration.ofDays(36_500);
  private static final long MOST_PAUSE_MILLIS = 200;

  /// A process with the parts of its `stat` line that are used. `start` is the machine's clock tick
  /// at which it started: together with the id it is unique since boot.
  public record Stat(long pid, char state, long session, long start) {

    /// Reads a line of `/proc/PID/stat`; the program's name in it may hold spaces and parentheses.
    public static Optional<Stat> parse(String line) {
      var name = line.indexOf('(');
      var end = line.lastIndexOf(')');
      if (name < 1 || end < 0) {
        return Optional.empty();
      }
      var fields = line.substring(end + 2).strip().split(" ", -1);
      if (fields.length < 20) {
        return Optional.empty();
      }
      return Optional.of(
          new Stat(
              Long.parseLong(line.substring(0, name).strip()),
              fields[0].charAt(0),
              Long.parseLong(fields[3]),
              Long.parseLong(fields[19])));
    }

    /// Whether this very process still runs; one that only waits to be reaped does not.
    public boolean alive() {
      return Processes.stat(pid)
          .filter(now -> now.start == start && now.state != 'Z' && now.state != 'X')
          .isPresent();
    }
  }

  private Processes() {}

  public static Optional<Stat> stat(long pid) {
    try {
      return Stat.parse(Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// The processes whose network is that of a namespace's file.
  public static List<Long> inNetwork(Path namespace) {
    try {
      var wanted = "net:[" + Files.getAttribute(namespace, "unix:ino") + "]";
      return all(pid -> wanted.equals(network(pid)));
    } catch (IOException e) {
      return List.of();
    }
  }

  /// The processes that were started with an argument.
  public static List<Long> withArgument(String argument) {
    return all(pid -> arguments(pid).contains(argument));
  }

  public static List<Long> inSession(long session) {
    return all(pid -> stat(pid).filter(it -> it.session() == session).isPresent());
  }

  /// Kills what is in a network namespace until nothing is left there, also what was forked
  /// meanwhile.
  public static void killNetwork(Path namespace) {
    for (var pids = inNetwork(namespace); !pids.isEmpty(); pids = inNetwork(namespace)) {
      var killed = pids.stream().flatMap(pid -> ProcessHandle.of(pid).stream()).toList();
      killed.forEach(ProcessHandle::destroyForcibly);
      for (var process : killed) {
        try {
          awaitEnd(process);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }

  /// Waits for the end of a process, also of one that is not this program's child.
  public static void awaitEnd(ProcessHandle process) throws InterruptedException {
    awaitEnd(process, FOR_EVER);
  }

  /// The same, for no longer than a time; true if it has ended. The end of another's child shows in
  /// `/proc` alone, where it is looked for less and less often.
  public static boolean awaitEnd(ProcessHandle process, Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    for (long pause = 1; alive(process); pause = Math.min(pause * 2, MOST_PAUSE_MILLIS)) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      Thread.sleep(pause);
    }
    return true;
  }

  /// Asks a process to end, and kills it when it takes longer than a time.
  public static void end(ProcessHandle process, Duration grace) {
    process.destroy();
    try {
      if (!awaitEnd(process, grace)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static boolean alive(ProcessHandle process) {
    return process.isAlive()
        && stat(process.pid()).filter(it -> it.state() != 'Z' && it.state() != 'X').isPresent();
  }

  private static List<String> arguments(long pid) {
    try {
      return List.of(Files.readString(PROC.resolve(pid + "/cmdline")).split("\0", -1));
    } catch (IOException e) {
      return List.of();
    }
  }

  private static String network(long pid) {
    try {
      return Files.readSymbolicLink(PROC.resolve(pid + "/ns/net")).toString();
    } catch (IOException e) {
      return "";
    }
  }

  private static List<Long> all(LongPredicate wanted) {
    try (Stream<Path> entries = Files.list(PROC)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> Character.isDigit(name.charAt(0)))
          .map(Long::valueOf)
          .filter(wanted::test)
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
