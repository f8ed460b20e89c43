package dev.tulle.cli.local.pod;

/// The thresholds of one probe: turns single results into the result that counts. Immutable.
record ProbeCounter(
    int successThreshold, int failureThreshold, boolean passed, boolean last, int run) {

  /// What a probe is for.
  enum Purpose {
    STARTUP,
    LIVENESS,
    READINESS
  }

  /// Before any result a container counts as alive, but neither as started nor as ready. `passed`
  /// tells what a container that is taken over already was.
  static ProbeCounter of(int successThreshold, int failureThreshold, boolean passed) {
    return new ProbeCounter(successThreshold, failureThreshold, passed, passed, 0);
  }

  ProbeCounter with(boolean result) {
    var count = result == last ? run + 1 : 1;
    var reached = count >= (result ? successThreshold : failureThreshold);
    return new ProbeCounter(
        successThreshold, failureThreshold, reached ? result : passed, result, count);
  }

  /// Whether the failures seen are as many as it takes, also where it had never passed.
  boolean failed() {
    return !last && run >= failureThreshold;
  }
}
