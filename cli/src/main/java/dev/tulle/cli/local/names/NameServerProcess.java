package dev.tulle.cli.local.names;

import dev.tulle.cli.local.net.Processes;
import dev.tulle.core.dns.NameTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A name server as a process, kept running and told each table: when it ends it is started again,
/// at once where it had run for a while. It outlives this program unless `stop` is called. One that
/// a former run left behind with the same command line is adopted; one with another, as of another
/// version, is ended as soon as its successor answers. Owns one virtual thread.
public final class NameServerProcess {

  private static final Logger LOG = LoggerFactory.getLogger(NameServerProcess.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration STEADY = Duration.ofSeconds(5);
  private static final Duration GRACE = Duration.ofSeconds(2);

  /// Told of each unplanned end, with the reason where there is one, and when it answers again.
  public interface Watcher {
    void ended(String reason);

    void answers();
  }

  private final Path directory;
  private final NameServerSettings settings;
  private final List<String> command;
  private final Watcher watcher;
  private final NameFeed feed;
  private final Thread thread = Thread.ofVirtual().name("name-server").unstarted(this::run);
  private volatile boolean stopping;

  private NameServerProcess(
      Path directory, NameServerSettings settings, List<String> command, Watcher watcher) {
    this.directory = directory;
    this.settings = settings;
    this.command = command;
    this.watcher = watcher;
    this.feed = new NameFeed(settings, this::answers);
  }

  /// Adopts or starts one. `directory` is its own, `settings` those for a socket in it.
  public static NameServerProcess run(Path directory, SettingsFor settings, Watcher watcher)
      throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    var program = OwnProgram.command();
    var likeIt = new ArrayList<>(program);
    likeIt.addAll(settings.socket(directory).arguments());
    // the socket of another version, or for other addresses, is another one
    var socket = directory.resolve("%08x.sock".formatted(likeIt.hashCode()));
    var own = settings.socket(socket);
    program.addAll(own.arguments());
    var process = new NameServerProcess(directory, own, program, watcher);
    process.thread.start();
    process.feed.start();
    return process;
  }

  /// What a name server is to be, but for its socket.
  public interface SettingsFor {
    NameServerSettings socket(Path socket);
  }

  /// Whether a former run left one behind.
  public static boolean isLeftBehind(Path directory) throws IOException {
    for (var socket : sockets(directory)) {
      if (find(socket).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /// Ends what a former run left behind.
  public static void stopLeftBehind(Path directory) throws IOException {
    for (var socket : sockets(directory)) {
      end(socket);
    }
  }

  public void publish(NameTable table) {
    feed.publish(table);
  }

  /// Waits until what was published is in force; false where that takes longer, or none runs.
  public boolean awaitAccepted(Duration atMost) throws InterruptedException {
    return feed.awaitAccepted(atMost);
  }

  /// Waits until it has answered once.
  public boolean awaitAnswers(Duration atMost) throws InterruptedException {
    return feed.awaitAnswers(atMost);
  }

  /// Looks after it no more; it runs on with the names that it has.
  public void leave() {
    stopping = true;
    thread.interrupt();
    feed.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Ends it for good.
  public void stop() {
    leave();
    end(settings.socket());
  }

  private void run() {
    var pause = Duration.ZERO;
    try {
      while (!stopping) {
        long since = System.nanoTime();
        var reason = once();
        if (stopping) {
          return;
        }
        boolean steady = System.nanoTime() - since > STEADY.toNanos();
        pause = steady ? Duration.ZERO : longer(pause);
        LOG.warn("the name server has ended ({}), again in {} ms", reason, pause.toMillis());
        watcher.ended(reason);
        Thread.sleep(pause);
      }
    } catch (InterruptedException e) {
      LOG.debug("the name server is no longer looked after");
    }
  }

  private static Duration longer(Duration pause) {
    var longer = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
    return longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
  }

  /// Adopts or starts it and waits for its end; gives the reason.
  private String once() throws InterruptedException {
    try {
      var left = find(settings.socket());
      if (left.isPresent()) {
        LOG.info("the name server is adopted, pid {}", left.get().pid());
        Processes.awaitEnd(left.get());
      } else {
        start().waitFor();
      }
      return said();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private Process start() throws IOException {
    if (!Files.exists(settings.lock())) {
      Files.createFile(settings.lock());
    }
    var line = new ArrayList<>(List.of("setsid"));
    line.addAll(command);
    var process =
        new ProcessBuilder(line)
            .directory(directory.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(settings.output().toFile())
            .start();
    LOG.info("the name server is started, pid {}", process.pid());
    return process;
  }

  /// The last line that it printed.
  private String said() throws IOException {
    try (var lines = Files.lines(settings.output())) {
      return lines.filter(line -> !line.isBlank()).reduce("", (_, last) -> last);
    }
  }

  private void answers() {
    watcher.answers();
    Thread.ofVirtual().name("name-server-former").start(this::endOthers);
  }

  private void endOthers() {
    try {
      for (var socket : sockets(directory)) {
        if (!socket.equals(settings.socket())) {
          end(socket);
          Files.deleteIfExists(socket);
        }
      }
    } catch (IOException e) {
      LOG.warn("a former name server may still run", e);
    }
  }

  private static void end(Path socket) {
    for (var it = find(socket); it.isPresent(); it = find(socket)) {
      Processes.end(it.get(), GRACE);
    }
  }

  private static Optional<ProcessHandle> find(Path socket) {
    return Processes.withArgument(socket.toString()).stream()
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .findFirst();
  }

  /// The sockets of all that were ever started here: the file of its lock is there before it is.
  private static List<Path> sockets(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    UnaryOperator<String> socket = lock -> lock.replace(".lock", ".sock");
    try (var files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".lock"))
          .map(name -> directory.resolve(socket.apply(name)))
          .toList();
    }
  }
}
