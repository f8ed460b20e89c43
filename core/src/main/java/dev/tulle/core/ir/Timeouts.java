package dev.tulle.core.ir;

import java.time.Duration;
import java.util.Optional;

/// How long a request may take, with all its attempts, and how long one attempt may. What is empty
/// is not limited.
public record Timeouts(Optional<Duration> request, Optional<Duration> attempt) {

  public static final Timeouts NONE = new Timeouts(Optional.empty(), Optional.empty());
}
