package dev.tulle.server.stream;

import dev.tulle.core.xds.ResourceType;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Where everything that concerns one stream arrives, for its one thread to take. Bounded: a proxy
/// may have one request under way, and names that change again are noted once.
final class Inbox implements Feed.Subscriber {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Queue<Wire.Received> requests = new ArrayDeque<>();
  private Map<ResourceType, Set<String>> changed = new EnumMap<>(ResourceType.class);
  private @Nullable Publication publication;
  private @Nullable End end;
  private boolean signalled;
  private long noted = Long.MAX_VALUE;
  private long taken = Long.MAX_VALUE;

  /// Why a stream ends; `tell` is whether the proxy can still be told.
  record End(String why, boolean tell) {}

  /// What has arrived since the last look.
  record News(
      Optional<Wire.Received> request,
      Optional<Publication> publication,
      Map<ResourceType, Set<String>> changed,
      Optional<End> end) {}

  void request(Wire.Received request) {
    with(() -> requests.add(request));
  }

  /// Something outside may have changed: the proxy can be written to again, a scope is known.
  void signal() {
    with(() -> {});
  }

  void end(End why) {
    with(
        () -> {
          if (end == null || !why.tell()) {
            end = why;
          }
        });
  }

  @Override
  public void published(Publication latest) {
    with(() -> publication = latest);
  }

  @Override
  public void changed(Publication latest, Map<ResourceType, ? extends Collection<String>> names) {
    with(
        () -> {
          publication = latest;
          noted = Math.min(noted, latest.sequence());
          names.forEach(
              (type, some) -> changed.computeIfAbsent(type, key -> new HashSet<>()).addAll(some));
        });
  }

  /// The lowest sequence number that has arrived and is not worked off.
  long since() {
    lock.lock();
    try {
      return Math.min(noted, taken);
    } finally {
      lock.unlock();
    }
  }

  /// What [#await] returned last has been dealt with.
  void workedOff() {
    lock.lock();
    try {
      taken = Long.MAX_VALUE;
    } finally {
      lock.unlock();
    }
  }

  /// Waits for news, at most so long.
  News await(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      var left = nanos;
      while (!signalled && requests.isEmpty() && end == null && left > 0) {
        left = news.awaitNanos(left);
      }
      signalled = false;
      return take(Optional.ofNullable(requests.poll()));
    } finally {
      lock.unlock();
    }
  }

  /// What has been published since the last look, without waiting and without a request.
  News published() {
    lock.lock();
    try {
      return take(Optional.empty());
    } finally {
      lock.unlock();
    }
  }

  private News take(Optional<Wire.Received> request) {
    var all =
        new News(request, Optional.ofNullable(publication), changed, Optional.ofNullable(end));
    publication = null;
    changed = new EnumMap<>(ResourceType.class);
    taken = Math.min(taken, noted);
    noted = Long.MAX_VALUE;
    return all;
  }

  private void with(Runnable change) {
    lock.lock();
    try {
      change.run();
      signalled = true;
      news.signal();
    } finally {
      lock.unlock();
    }
  }
}
