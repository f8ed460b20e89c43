package dev.tulle.server.stream;

import java.util.concurrent.atomic.LongAdder;

/// What the server has done since it started.
public final class Counters {

  final LongAdder streamsOpened = new LongAdder();
  final LongAdder streamsClosed = new LongAdder();
  final LongAdder responses = new LongAdder();
  final LongAdder resources = new LongAdder();
  final LongAdder accepted = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder unauthenticated = new LongAdder();
  final LongAdder overLimit = new LongAdder();
  final LongAdder slow = new LongAdder();

  /// The counters at one moment.
  public record Snapshot(
      long streamsOpened,
      long streamsClosed,
      long responses,
      long resources,
      long accepted,
      long refused,
      long unauthenticated,
      long overLimit,
      long slow) {}

  public Snapshot snapshot() {
    return new Snapshot(
        streamsOpened.sum(),
        streamsClosed.sum(),
        responses.sum(),
        resources.sum(),
        accepted.sum(),
        refused.sum(),
        unauthenticated.sum(),
        overLimit.sum(),
        slow.sum());
  }
}
