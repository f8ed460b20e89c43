package dev.tulle.cli.local.proxy;

import dev.tulle.cli.local.net.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One Envoy, kept running: when it dies it is started again, each time in a row after a longer
/// pause. It outlives this program unless `stop` is called, and one that a former run left behind
/// with the same bootstrap is adopted as it is. Owns one virtual thread.
public final class EnvoyProcess {

  private static final Logger log = LoggerFactory.getLogger(EnvoyProcess.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration STEADY = Duration.ofSeconds(30);
  private static final Duration GRACE = Duration.ofSeconds(5);

  /// What to run and where. `directory` is the proxy's own: bootstrap, certificates, admin socket,
  /// log.
  public record Spec(String name, Path binary, Path directory, String bootstrap, boolean lowPorts) {

    Path bootstrapFile() {
      return bootstrapIn(directory);
    }

    Path logFile() {
      return directory.resolve("envoy.log");
    }

    Path pidFile() {
      return directory.resolve("envoy.pid");
    }

    List<String> command() {
      var command = new ArrayList<>(List.of("setsid"));
      command.addAll(ProxyUser.command(lowPorts));
      command.addAll(
          List.of(
              binary.toString(),
              "--config-path",
              bootstrapFile().toString(),
              "--disable-hot-restart",
              "--concurrency",
              Integer.toString(Math.min(4, Runtime.getRuntime().availableProcessors())),
              "--log-level",
              "warning"));
      return command;
    }
  }

  /// Told of each unplanned end, with how often it has happened.
  public interface Watcher {
    void died(String proxy, int times, Duration pause);
  }

  private final Spec spec;
  private final Watcher watcher;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean stopping;
  private @Nullable ProcessHandle current;

  private EnvoyProcess(Spec spec, Watcher watcher) {
    this.spec = spec;
    this.watcher = watcher;
  }

  /// Adopts or starts it. The directory must exist and belong to `ProxyUser`.
  public static EnvoyProcess run(Spec spec, Watcher watcher) throws IOException {
    var envoy = new EnvoyProcess(spec, watcher);
    var handle = envoy.adoptOrStart();
    Thread.ofVirtual().name("envoy-" + spec.name()).start(() -> envoy.watch(handle));
    return envoy;
  }

  /// The process that a former run left in a proxy's directory, where it still runs. One that was
  /// killed before it could note the process has left one all the same.
  public static @Nullable ProcessHandle leftBehind(Path directory) throws IOException {
    var noted = PidFile.read(directory.resolve("envoy.pid"));
    return noted != null
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
      end(handle);
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
    ProcessHandle running;
    lock.lock();
    try {
      stopping = true;
      running = current;
    } finally {
      lock.unlock();
    }
    if (running != null) {
      end(running);
    }
  }

  private ProcessHandle adoptOrStart() throws IOException {
    var left = leftBehind(spec.directory());
    if (left != null) {
      if (Files.exists(spec.bootstrapFile())
          && Files.readString(spec.bootstrapFile()).equals(spec.bootstrap())) {
        PidFile.write(spec.pidFile(), left);
        log.info("proxy {}: adopted, pid {}", spec.name(), left.pid());
        current = left;
        return left;
      }
      end(left);
    }
    ProxyUser.write(spec.bootstrapFile(), spec.bootstrap());
    return start();
  }

  private ProcessHandle start() throws IOException {
    var process =
        new ProcessBuilder(spec.command())
            .directory(spec.directory().toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.to(spec.logFile().toFile()))
            .start();
    PidFile.write(spec.pidFile(), process.toHandle());
    log.info("proxy {}: started, pid {}", spec.name(), process.pid());
    current = process.toHandle();
    return process.toHandle();
  }

  private void watch(ProcessHandle first) {
    var handle = first;
    var pause = FIRST_PAUSE;
    int deaths = 0;
    while (true) {
      long since = System.nanoTime();
      handle.onExit().join();
      if (System.nanoTime() - since > STEADY.toNanos()) {
        pause = FIRST_PAUSE;
      }
      deaths++;
      var next = startAgain(deaths, pause);
      if (next == null) {
        return;
      }
      handle = next;
      pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
    }
  }

  private @Nullable ProcessHandle startAgain(int deaths, Duration pause) {
    if (isStopping()) {
      return null;
    }
    log.warn("proxy {}: ended, starts again in {} ms", spec.name(), pause.toMillis());
    watcher.died(spec.name(), deaths, pause);
    while (true) {
      try {
        Thread.sleep(pause);
        lock.lock();
        try {
          return stopping ? null : start();
        } finally {
          lock.unlock();
        }
      } catch (IOException e) {
        log.error("proxy {}: cannot be started: {}", spec.name(), e.getMessage());
      } catch (InterruptedException e) {
        return null;
      }
    }
  }

  private boolean isStopping() {
    lock.lock();
    try {
      return stopping;
    } finally {
      lock.unlock();
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static void end(ProcessHandle handle) {
    handle.destroy();
    try {
      handle.onExit().get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (java.util.concurrent.TimeoutException | java.util.concurrent.ExecutionException e) {
      handle.destroyForcibly();
    } catch (InterruptedException e) {
      handle.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
