package dev.tulle.server.source;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;

import dev.tulle.core.manifest.Kustomization;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Owns a thread that follows a folder. There is no quiet period: events that have queued are taken
/// together, and what they touch is read at once. Only what would take an object out of force or
/// make a file worse gets a second look after a moment, since programs that save a file may delete
/// or truncate it first, or write it piece by piece.
public final class FolderWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);

  /// How long a file may be away or half written before that counts.
  private static final Duration SECOND_LOOK = Duration.ofMillis(25);

  private final WatchService events;
  private final FolderReader reader;
  private final FolderSource.Listener listener;
  private final Map<WatchKey, Path> folders = new HashMap<>();
  private final Thread thread;

  private FolderWatch(
      WatchService events,
      Path folder,
      String display,
      Optional<LastGood> lastGood,
      FolderSource.Listener listener) {
    this.events = events;
    this.listener = listener;
    this.reader = new FolderReader(folder, display, lastGood, this::watch);
    this.thread = Thread.ofPlatform().daemon().name("folder-watch").unstarted(this::follow);
  }

  static FolderWatch start(
      Path folder, String display, Optional<LastGood> lastGood, FolderSource.Listener listener)
      throws IOException {
    var events = folder.getFileSystem().newWatchService();
    var watch = new FolderWatch(events, folder, display, lastGood, listener);
    watch.watchAbove();
    watch.tell(watch.reader.scanAll());
    watch.thread.start();
    return watch;
  }

  /// No call to the listener begins after this returns.
  @Override
  public void close() throws IOException {
    events.close();
    if (Thread.currentThread() != thread) {
      try {
        thread.join();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void watch(Path folder) throws IOException {
    // The same folder under another name has the same key: the last name counts.
    folders.put(folder.register(events, ENTRY_CREATE, ENTRY_DELETE, ENTRY_MODIFY), folder);
  }

  /// The folder itself may be deleted, created again, or be a link that is swapped.
  private void watchAbove() throws IOException {
    var above = reader.root().getParent();
    while (above != null && !Files.isDirectory(above)) {
      above = above.getParent();
    }
    if (above != null) {
      watch(above);
    }
  }

  /// What a batch of events touched. `everything` where the events themselves do not tell.
  private static final class Touched {
    private final Set<Path> paths = new HashSet<>();
    private boolean everything;

    boolean nothing() {
      return paths.isEmpty() && !everything;
    }
  }

  private void follow() {
    FolderReader.@Nullable Seen waiting = null;
    long lookAgainAt = 0;
    try {
      while (true) {
        var touched = new Touched();
        take(waiting == null ? events.take() : waitUntil(lookAgainAt), touched);
        var seen = touched.nothing() ? waiting : look(touched);
        if (seen == null || !seen.different()) {
          waiting = null;
        } else if (!seen.doubtful() || (waiting != null && System.nanoTime() - lookAgainAt >= 0)) {
          waiting = null;
          tell(seen);
        } else {
          lookAgainAt = waiting == null ? System.nanoTime() + SECOND_LOOK.toNanos() : lookAgainAt;
          waiting = seen;
        }
      }
    } catch (ClosedWatchServiceException closed) {
      // that is how close() ends this thread
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable WatchKey waitUntil(long nanoTime) throws InterruptedException {
    return events.poll(Math.max(0, nanoTime - System.nanoTime()), TimeUnit.NANOSECONDS);
  }

  private void take(@Nullable WatchKey first, Touched touched) {
    for (var key = first; key != null; key = events.poll()) {
      var folder = folders.get(key);
      for (var event : key.pollEvents()) {
        if (folder != null) {
          take(folder, event, touched);
        }
      }
      if (!key.reset()) {
        folders.remove(key);
        touched.everything = true;
      }
    }
  }

  private void take(Path folder, WatchEvent<?> event, Touched touched) {
    if (event.kind().equals(OVERFLOW) || !(event.context() instanceof Path name)) {
      touched.everything = true;
      return;
    }
    var path = folder.resolve(name);
    if (path.startsWith(reader.root())) {
      var text = name.toString();
      // ".." begins what a mounted ConfigMap swaps
      if (!FolderTree.isIgnored(text) || text.startsWith("..")) {
        touched.paths.add(path);
        touched.everything |= Kustomization.FILES.contains(text);
      }
    } else if (reader.root().startsWith(path)) {
      touched.everything = true;
    }
  }

  private FolderReader.Seen look(Touched touched) {
    if (touched.everything) {
      try {
        watchAbove();
      } catch (IOException unwatchable) {
        LOG.atWarn().addKeyValue("folder", reader.root()).log("the folder above cannot be watched");
      }
      return reader.scanAll();
    }
    return reader.scan(touched.paths);
  }

  private void tell(FolderReader.Seen seen) {
    var before = reader.committed();
    reader.commit(seen);
    try {
      listener.changed(seen.state(), seen.state().changedSince(before));
    } catch (RuntimeException bug) {
      LOG.atError().setCause(bug).log("a new state of the folder was not taken up");
    }
  }
}
