package dev.tulle.cli.local.proxy;

import dev.tulle.cli.local.net.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One Envoy, kept running: when it dies it is started again, each time in a row after a longer
/// pause. It outlives this program unless `stop` is called, and one that a former run left behind
/// with the same bootstrap is adopted as it is. Owns one virtual thread.
public final class EnvoyProcess {

  private static final Logger LOGGER = LoggerFactory.getLogger(EnvoyProcess.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration STEADY = Duration.ofSeconds(30);
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final String LOG = "envoy.log";

  /// What to run and where. `directory` is the proxy's own: bootstrap, certificates, admin socket,
  /// log. `network` is the file of the network namespace that it runs in, where that is not the
  /// host's.
  public record Spec(
      String name,
      Path binary,
      Path directory,
      String bootstrap,
      int concurrency,
      boolean lowPorts,
      Optional<Path> network) {

    Path bootstrapFile() {
      return bootstrapIn(directory);
    }

    Path logFile() {
      return directory.resolve(LOG);
    }

    Path formerLogFile() {
      return directory.resolve(LOG + ".1");
    }

    Path pidFile() {
      return directory.resolve("envoy.pid");
    }

    List<String> command() {
      var command = new ArrayList<>(List.of("setsid"));
      network.ifPresent(file -> command.addAll(List.of("nsenter", "--net=" + file)));
      command.addAll(ProxyUser.command(lowPorts));
      command.addAll(
          List.of(
              binary.toString(),
              "--config-path",
              bootstrapFile().toString(),
              "--disable-hot-restart",
              "--concurrency",
              Integer.toString(concurrency),
              "--log-level",
              "warning"));
      return command;
    }
  }

  /// An unplanned end: why, in Envoy's own words (empty where it had none), and after which pause
  /// it is started again.
  public record Death(String reason, Duration pause) {

    /// As the rest of a sentence whose subject is the Envoy, which has this log.
    public String words(Path directory) {
      var why = reason.isEmpty() ? "" : " (" + reason + ")";
      return "has ended%s; it is started again in %d ms (its log: %s)"
          .formatted(why, pause.toMillis(), directory.resolve(LOG));
    }
  }

  /// Told of each unplanned end.
  public interface Watcher {
    void died(Death death);
  }

  private final Spec spec;
  private final Watcher watcher;
  private final Thread thread = Thread.ofVirtual().unstarted(this::watch);
  private final ReentrantLock lock = new ReentrantLock();
  private boolean stopping;
  private @Nullable ProcessHandle current;

  /// The same where it is this program's own child, whose end is heard of at once.
  private @Nullable Process child;

  private EnvoyProcess(Spec spec, Watcher watcher) {
    this.spec = spec;
    this.watcher = watcher;
  }

  /// Adopts or starts it. The directory must exist and belong to `ProxyUser`.
  public static EnvoyProcess run(Spec spec, Watcher watcher) throws IOException {
    var envoy = new EnvoyProcess(spec, watcher);
    envoy.adoptOrStart();
    envoy.thread.setName("envoy-" + spec.name());
    envoy.thread.start();
    return envoy;
  }

  /// The process that a former run left in a proxy's directory, where it still runs. One that was
  /// killed before it could note the process has left one all the same.
  public static @Nullable ProcessHandle leftBehind(Path directory) throws IOException {
    var noted = PidFile.read(directory.resolve("envoy.pid"));
    return noted != null || !Files.exists(bootstrapIn(directory))
        ? noted
        : Processes.withArgument(bootstrapIn(directory).toString()).stream()
            .flatMap(pid -> ProcessHandle.of(pid).stream())
            .findFirst()
            .orElse(null);
  }

  private static Path bootstrapIn(Path directory) {
    return directory.resolve("bootstrap.json");
  }

  /// Ends a process that a former run left behind, if there is one.
  public static void stopLeftBehind(Path directory) throws IOException {
    var handle = leftBehind(directory);
    if (handle != null) {
      Processes.end(handle, GRACE);
    }
  }

  public boolean running() {
    lock.lock();
    try {
      return current != null && current.isAlive();
    } finally {
      lock.unlock();
    }
  }

  /// Ends it for good.
  public void stop() {
    var running = leave();
    if (running != null) {
      Processes.end(running, GRACE);
    }
  }

  /// Looks after it no more; it runs on.
  public @Nullable ProcessHandle leave() {
    lock.lock();
    try {
      stopping = true;
      thread.interrupt();
      return current;
    } finally {
      lock.unlock();
    }
  }

  private void adoptOrStart() throws IOException {
    var left = leftBehind(spec.directory());
    if (left != null) {
      if (Files.exists(spec.bootstrapFile())
          && Files.readString(spec.bootstrapFile()).equals(spec.bootstrap())) {
        PidFile.write(spec.pidFile(), left);
        LOGGER.info("proxy {}: adopted, pid {}", spec.name(), left.pid());
        current = left;
        return;
      }
      Processes.end(left, GRACE);
    }
    ProxyUser.FILES.write(spec.bootstrapFile(), spec.bootstrap());
    start();
  }

  private void start() throws IOException {
    var log = spec.logFile();
    if (Files.exists(log)) {
      // that of its predecessor, for whoever wants to know why that has ended
      Files.move(log, spec.formerLogFile(), StandardCopyOption.REPLACE_EXISTING);
    }
    var process =
        new ProcessBuilder(spec.command())
            .directory(spec.directory().toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    PidFile.write(spec.pidFile(), process.toHandle());
    LOGGER.info("proxy {}: started, pid {}", spec.name(), process.pid());
    current = process.toHandle();
    child = process;
  }

  private void watch() {
    var pause = FIRST_PAUSE;
    try {
      for (var watched = watched(); watched != null; watched = watched()) {
        long since = System.nanoTime();
        watched.await();
        if (System.nanoTime() - since > STEADY.toNanos()) {
          pause = FIRST_PAUSE;
        }
        startAgain(pause);
        pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
      }
    } catch (InterruptedException e) {
      LOGGER.debug("proxy {}: no longer looked after", spec.name());
    }
  }

  private void startAgain(Duration pause) throws InterruptedException {
    LOGGER.warn("proxy {}: ended, starts again in {} ms", spec.name(), pause.toMillis());
    watcher.died(new Death(new EnvoyLog(spec.logFile()).reason(), pause));
    while (true) {
      Thread.sleep(pause);
      lock.lockInterruptibly();
      try {
        if (!stopping) {
          start();
        }
        return;
      } catch (IOException e) {
        LOGGER.error("proxy {}: cannot be started: {}", spec.name(), e.getMessage());
      } finally {
        lock.unlock();
      }
    }
  }

  private interface Watched {
    void await() throws InterruptedException;
  }

  /// Nothing once it is to be looked after no more.
  private @Nullable Watched watched() {
    lock.lock();
    try {
      var adopted = current;
      if (stopping || adopted == null) {
        return null;
      }
      return child != null ? child::waitFor : () -> Processes.awaitEnd(adopted);
    } finally {
      lock.unlock();
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
