package dev.tulle.cli.local.pod;

import io.fabric8.kubernetes.api.model.Container;
import java.time.Instant;
import java.util.Optional;

/// One container of a pod and how far it has come. `attempts` counts its starts; `last` is how the
/// run before the present one ended; `started` and `ready` are false unless it runs.
record ContainerRun(
    String name,
    Role role,
    Phase phase,
    int attempts,
    Optional<Exit> last,
    boolean started,
    boolean ready,
    BackOff backOff) {

  /// What a container is in its pod: an `INIT` container runs to its end before what follows it, a
  /// `SIDECAR` is an init container that stays and outlives the `MAIN` ones.
  enum Role {
    INIT,
    SIDECAR,
    MAIN
  }

  /// What a container is doing.
  sealed interface Phase {

    /// It does not run, and is tried again at a time.
    record Waiting(String reason, String message, Instant until) implements Phase {}

    record Running(Instant since) implements Phase {}

    /// It still runs, but is being ended so that it starts afresh or its pod can finish.
    record Stopping(Instant since) implements Phase {}

    record Done(Exit exit) implements Phase {}
  }

  static ContainerRun created(String name, Role role) {
    return new ContainerRun(
        name,
        role,
        new Phase.Waiting("ContainerCreating", "", Instant.MIN),
        0,
        Optional.empty(),
        false,
        false,
        BackOff.NONE);
  }

  boolean active() {
    return phase instanceof Phase.Running || phase instanceof Phase.Stopping;
  }

  int restarts() {
    return Math.max(0, attempts - 1);
  }

  Optional<Exit> exit() {
    return phase instanceof Phase.Done(Exit exit) ? Optional.of(exit) : Optional.empty();
  }

  ContainerRun in(Phase next) {
    var former = exit().or(() -> last);
    var goesOn = next instanceof Phase.Running || next instanceof Phase.Stopping;
    return new ContainerRun(
        name, role, next, attempts, former, started && goesOn, ready && goesOn, backOff);
  }

  ContainerRun launched(Instant now) {
    var next = in(new Phase.Running(now));
    return new ContainerRun(
        name,
        role,
        next.phase,
        attempts + 1,
        next.last,
        false,
        false,
        attempts == 0 ? backOff : backOff.restarted(now));
  }

  /// Without a probe that could tell otherwise, what runs is started and ready.
  ContainerRun asProbed(Container spec) {
    var startup = spec.getStartupProbe() == null;
    return started(startup).ready(startup && spec.getReadinessProbe() == null);
  }

  ContainerRun started(boolean value) {
    return new ContainerRun(name, role, phase, attempts, last, value, ready, backOff);
  }

  ContainerRun ready(boolean value) {
    return new ContainerRun(name, role, phase, attempts, last, started, value, backOff);
  }
}
