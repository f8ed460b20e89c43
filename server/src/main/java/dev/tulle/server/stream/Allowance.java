package dev.tulle.server.stream;

import java.util.Optional;
import java.util.function.LongSupplier;

/// What one stream may still ask for: a rate of requests, and bounds on names.
final class Allowance {

  private static final double NANOS_PER_SECOND = 1e9;

  private final Limits limits;
  private double requests;
  private long refilledAt;

  Allowance(Limits limits, LongSupplier nanoTime) {
    this.limits = limits;
    this.requests = limits.requestBurst();
    this.refilledAt = nanoTime.getAsLong();
  }

  /// A sentence for the proxy, where this request is one too much.
  Optional<String> exceeded(Wire.Received request, int names, long now) {
    var elapsed = (now - refilledAt) / NANOS_PER_SECOND;
    refilledAt = now;
    requests = Math.min(limits.requestBurst(), requests + elapsed * limits.requestsPerSecond()) - 1;
    if (requests < 0) {
      return Optional.of(
          "more than " + limits.requestsPerSecond() + " requests a second: slow down");
    }
    if (request.longestName() > limits.nameLength()) {
      return Optional.of(
          "a resource name has "
              + request.longestName()
              + " characters; at most "
              + limits.nameLength()
              + " are allowed");
    }
    if (names + request.names() > limits.names()) {
      return Optional.of("more than " + limits.names() + " resource names on one stream");
    }
    return Optional.empty();
  }
}
