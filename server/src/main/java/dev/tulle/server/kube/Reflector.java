package dev.tulle.server.kube;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Owns a thread that lists once and then watches, so that its mirror is what the API server has.
///
/// A watch lasts a few seconds, and the next one begins where the one before *began*: each event is
/// sent twice, and one that was lost, for whatever reason, comes with the second. A connection that
/// is dead without saying so is found by the same means. A list is made again only when the API
/// server no longer has the history, and while it cannot be reached, what is known stays.
final class Reflector implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Reflector.class);

  /// A watch lasts this long, or up to two seconds more: all at once would be a burst.
  private static final int WINDOW_SECONDS = 3;

  private static final int JITTER_SECONDS = 3;

  /// How much later than asked for the API server may end a watch before it is taken for dead.
  private static final Duration LATE = Duration.ofSeconds(3);

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
  private static final int MOST_DOUBLINGS = 4;
  private static final Duration UNTIL_SERVED = Duration.ofSeconds(3);

  /// So many watches in a row that end at once and without a word are how some proxies tell that
  /// the history is gone.
  private static final int EMPTY = 2;

  private final ApiServer server;
  private final Mirror mirror;
  private final RandomGenerator random;
  private final CountDownLatch synced = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean closed;

  private Optional<String> path = Optional.empty();
  private Optional<String> version = Optional.empty();
  private String overlap = "";
  private int empty;
  private int failures;

  Reflector(ApiServer server, Mirror mirror, RandomGenerator random) {
    this.server = server;
    this.mirror = mirror;
    this.random = random;
    this.thread = Thread.ofVirtual().name("reflector-" + mirror.name()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// Waits until the first list has arrived.
  void awaitSynced() throws InterruptedException {
    synced.await();
  }

  boolean isSynced() {
    return synced.getCount() == 0;
  }

  String name() {
    return mirror.name();
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  private void run() {
    while (!closed) {
      try {
        turn();
      } catch (ApiFailure e) {
        failed(e);
      } catch (InterruptedException _) {
        return;
      } catch (RuntimeException e) {
        LOG.error("a bug while watching {}; all of them are listed again", mirror.name(), e);
        version = Optional.empty();
        pause(UNTIL_SERVED);
      }
    }
  }

  private void turn() throws ApiFailure, InterruptedException {
    if (path.isEmpty()) {
      path = mirror.path();
    }
    if (path.isEmpty()) {
      mirror.absent();
      synced.countDown();
      pause(UNTIL_SERVED);
    } else if (version.isEmpty()) {
      overlap = mirror.list(path.get());
      version = Optional.of(overlap);
      synced.countDown();
      recovered();
    } else {
      watch(path.get(), version.get());
    }
  }

  private void watch(String from, String begun) throws ApiFailure, InterruptedException {
    int seconds = WINDOW_SECONDS + random.nextInt(JITTER_SECONDS);
    long start = System.nanoTime();
    long deadline = start + Duration.ofSeconds(seconds).plus(LATE).toNanos();
    boolean silent = true;
    try (var stream = server.watch(watching(from, overlap, seconds), mirror.accept())) {
      while (!stream.ended()) {
        var line = stream.next(deadline - System.nanoTime());
        if (line.isPresent()) {
          take(WatchEvent.read(line.get()));
          silent = false;
          recovered();
        } else if (!stream.ended()) {
          throw unavailable("says nothing, not even that it is over");
        }
      }
      if (stream.wrong().isPresent()) {
        throw unavailable(stream.wrong().get());
      }
    }
    overlap = begun;
    if (System.nanoTime() - start < Duration.ofSeconds(seconds - 1).toNanos()) {
      endedEarly(silent);
    } else {
      empty = 0;
      recovered();
    }
  }

  /// A watch is over long before it was to be, though in good order.
  private void endedEarly(boolean silent) throws ApiFailure {
    empty = silent ? empty + 1 : 0;
    if (empty >= EMPTY) {
      throw new ApiFailure(
          ApiFailure.Cause.GONE, "watches of " + mirror.name() + " end at once without a word");
    }
    pause(SHORTEST_PAUSE);
  }

  private void take(Optional<WatchEvent> read) throws ApiFailure {
    var event = read.orElseThrow(() -> unavailable("has sent what is no event"));
    switch (event.type()) {
      case PUT, GONE -> mirror.event(event);
      case BOOKMARK -> {}
      case ERROR -> throw event.failure();
    }
    if (version.isEmpty() || Versions.newer(event.version(), version.get())) {
      version = Optional.of(event.version());
    }
  }

  private ApiFailure unavailable(String what) {
    return new ApiFailure(
        ApiFailure.Cause.UNAVAILABLE, "the watch of " + mirror.name() + " " + what);
  }

  private static String watching(String path, String version, int seconds) {
    return path
        + "?watch=true&allowWatchBookmarks=true&resourceVersion="
        + version
        + "&timeoutSeconds="
        + seconds;
  }

  private void failed(ApiFailure e) {
    switch (e.why()) {
      case GONE, ABSENT, INVALID -> {
        LOG.info("{} are listed again: {}", mirror.name(), e.getMessage());
        version = Optional.empty();
        path = Optional.empty();
      }
      case FORBIDDEN, UNAVAILABLE, CONFLICT -> {
        if (failures == 1) {
          LOG.warn(
              "{} cannot be followed; what is known of them stays in force: {}",
              mirror.name(),
              e.getMessage());
        }
      }
    }
    pause(SHORTEST_PAUSE.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS)));
    failures++;
  }

  private void recovered() {
    if (failures > 1) {
      LOG.info("{} are followed again", mirror.name());
    }
    failures = 0;
  }

  /// Up to half as long again, so that not all come back at once.
  private void pause(Duration atLeast) {
    try {
      Thread.sleep(atLeast.plusMillis(random.nextLong(atLeast.toMillis() / 2 + 1)));
    } catch (InterruptedException _) {
      thread.interrupt();
    }
  }
}
