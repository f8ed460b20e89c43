package dev.tulle.cli.local.pod;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Owns a virtual thread that notices the end of containers which are not this program's children:
/// at once by the exit code that their shim writes, and within a quarter of a second where the shim
/// was killed as well.
final class ExitWatch implements AutoCloseable {

  private static final int LOOK_MILLIS = 250;

  private final WatchService watch;
  private final Map<WatchKey, ContainerProcess> watched = new ConcurrentHashMap<>();

  ExitWatch() throws IOException {
    watch = FileSystems.getDefault().newWatchService();
    Thread.ofVirtual().name("exit-watch").start(this::run);
  }

  void add(ContainerProcess process) throws IOException {
    var key =
        process
            .attempt()
            .folder()
            .register(
                watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
    watched.put(key, process);
    var _ = process.ended().thenRun(() -> forget(key));
    // It may have ended before anyone watched.
    process.look();
  }

  private void forget(WatchKey key) {
    key.cancel();
    watched.remove(key);
  }

  private void run() {
    try {
      while (true) {
        var key = watch.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (key == null) {
          watched.values().forEach(ContainerProcess::look);
          continue;
        }
        key.pollEvents();
        var process = watched.get(key);
        if (process != null) {
          process.look();
        }
        key.reset();
      }
    } catch (ClosedWatchServiceException e) {
      watched.clear();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    watch.close();
  }
}
