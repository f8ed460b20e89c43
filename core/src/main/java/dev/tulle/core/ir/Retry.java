package dev.tulle.core.ir;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// When a request that failed is sent again, besides when it cannot have had an effect: on lost
/// connections, and on these status codes.
public record Retry(int attempts, List<Integer> codes, Optional<Duration> backoff) {

  public Retry {
    codes = List.copyOf(codes);
  }
}
