package dev.tulle.server.dns;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Answers of other servers, kept for as long as they say and no longer than an hour. Bounded by
/// their number and their bytes: those that were not asked for the longest go first. Safe for
/// threads.
final class KeptAnswers {

  private static final int MOST = 10_000;
  private static final long MOST_BYTES = 16L << 20;
  private static final long LONGEST_SECONDS = 3600;
  private static final int OVERHEAD = 256;

  private record Kept(UpstreamAnswer answer, long since, long until) {
    int size() {
      return answer.bytes().length + OVERHEAD;
    }
  }

  private final LinkedHashMap<UpstreamQuestion, Kept> byUse = new LinkedHashMap<>(64, 0.75f, true);
  private final LongSupplier nanos;
  private long bytes;

  /// `nanos` is a clock that never goes back.
  KeptAnswers(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /// The answer with its times to live as they are now.
  synchronized Optional<byte[]> get(UpstreamQuestion question) {
    var kept = byUse.get(question);
    if (kept == null) {
      return Optional.empty();
    }
    long now = nanos.getAsLong();
    if (now - kept.until() >= 0) {
      remove(question);
      return Optional.empty();
    }
    return Optional.of(kept.answer().aged(TimeUnit.NANOSECONDS.toSeconds(now - kept.since())));
  }

  /// Keeps an answer for as long as it says.
  void put(UpstreamQuestion question, UpstreamAnswer answer) {
    put(question, answer, Math.min(answer.ttl(), LONGEST_SECONDS));
  }

  synchronized void put(UpstreamQuestion question, UpstreamAnswer answer, long seconds) {
    if (seconds <= 0) {
      return;
    }
    remove(question);
    long now = nanos.getAsLong();
    var kept = new Kept(answer, now, now + TimeUnit.SECONDS.toNanos(seconds));
    byUse.put(question, kept);
    bytes += kept.size();
    while (byUse.size() > MOST || bytes > MOST_BYTES) {
      remove(byUse.firstEntry().getKey());
    }
  }

  synchronized int size() {
    return byUse.size();
  }

  private void remove(UpstreamQuestion question) {
    var gone = byUse.remove(question);
    if (gone != null) {
      bytes -= gone.size();
    }
  }
}
