package dev.tulle.cli.local.pod;

import java.time.Duration;
import java.time.Instant;

/// How long the next restart of one container waits, by Kubernetes' rule: the first comes at once,
/// then 10 s after the exit, doubling up to 5 min; all is forgotten when 10 min pass between two
/// restarts.
record BackOff(Duration delay, Instant updated) {

  static final BackOff NONE = new BackOff(Duration.ZERO, Instant.EPOCH);

  private static final Duration FIRST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration FORGOTTEN = LONGEST.multipliedBy(2);

  /// When a container that ended at a time may start again.
  Instant startAt(Instant finished) {
    return forgotten(finished) ? finished : finished.plus(delay);
  }

  /// What holds after a restart.
  BackOff restarted(Instant now) {
    if (forgotten(now) || delay.isZero()) {
      return new BackOff(FIRST, now);
    }
    var doubled = delay.multipliedBy(2);
    return new BackOff(doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled, now);
  }

  private boolean forgotten(Instant at) {
    return Duration.between(updated, at).compareTo(FORGOTTEN) > 0;
  }
}
