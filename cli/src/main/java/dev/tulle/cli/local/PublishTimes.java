package dev.tulle.cli.local;

import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;

/// When each sequence was published, as far back as anybody may not have answered it. Safe for any
/// thread.
final class PublishTimes {

  private static final int MOST = 1_000;

  private final TreeMap<Long, Instant> times = new TreeMap<>();

  synchronized void published(long sequence, Instant at) {
    times.putIfAbsent(sequence, at);
    if (times.size() > MOST) {
      times.pollFirstEntry();
    }
  }

  /// For how long a proxy that has answered everything up to `settled` has left something
  /// unanswered, in milliseconds; -1 where it has answered everything.
  synchronized long pendingMillis(long settled, Instant now) {
    var oldest = times.higherEntry(settled);
    return oldest == null ? -1 : Math.max(0, Duration.between(oldest.getValue(), now).toMillis());
  }
}
