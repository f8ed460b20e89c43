package dev.tulle.cli.local.pod;

import java.time.Instant;

/// How one run of a container ended. `code` is 128 plus the signal's number where a signal ended
/// it; `reason` is Kubernetes' word; `message` may be empty.
record Exit(int code, String reason, String message, Instant started, Instant finished) {

  /// The code of what was killed with SIGKILL, and of what vanished without a trace.
  static final int KILLED = 137;

  /// The code of a container whose program could not be started.
  static final int NOT_STARTED = 128;

  static Exit of(int code, Instant started, Instant finished) {
    return new Exit(code, code == 0 ? "Completed" : "Error", "", started, finished);
  }

  Exit saying(String text) {
    return new Exit(code, reason, text, started, finished);
  }
}
