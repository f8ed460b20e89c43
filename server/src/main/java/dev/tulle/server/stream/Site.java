package dev.tulle.server.stream;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// What all streams of one server share.
record Site(
    Publications publications,
    Feedback feedback,
    Counters counters,
    Limits limits,
    Clock clock,
    LongSupplier nanoTime,
    AtomicLong streams) {

  long nextStream() {
    return streams.incrementAndGet();
  }
}
