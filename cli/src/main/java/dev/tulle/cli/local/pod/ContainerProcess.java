package dev.tulle.cli.local.pod;

import dev.tulle.cli.local.net.PodNetwork;
import dev.tulle.cli.local.net.Processes;
import dev.tulle.cli.local.net.Processes.Stat;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A container that runs, or ran: what it takes to end it, and `ended` for when it has. It may be
/// this program's child or another's that was taken over; it is used in the same way.
final class ContainerProcess {

  private static final Duration STARTING = Duration.ofSeconds(2);

  private final Attempt attempt;
  private final PodNetwork network;
  private final Clock clock;
  private final CompletableFuture<Exit> ended = new CompletableFuture<>();

  ContainerProcess(Attempt attempt, PodNetwork network, Clock clock) {
    this.attempt = attempt;
    this.network = network;
    this.clock = clock;
  }

  Attempt attempt() {
    return attempt;
  }

  CompletableFuture<Exit> ended() {
    return ended;
  }

  /// Looks whether it has ended, and if so ends what it has left behind. May be called by anyone
  /// who has reason to think so, and more than once.
  void look() {
    if (!ended.isDone()) {
      attempt.exit(clock.instant()).ifPresent(this::end);
    }
  }

  private void end(Exit exit) {
    // Read before anyone hears of the end: a new start clears the folder away.
    var shim = attempt.shim();
    if (ended.complete(exit)) {
      killSession(shim);
    }
  }

  /// Sends SIGTERM to its main process.
  void terminate() throws InterruptedException {
    var until = clock.instant().plus(STARTING);
    while (attempt.main().isEmpty() && !ended.isDone() && clock.instant().isBefore(until)) {
      // Between the spawn and the program's start there is no one to take the signal yet.
      Thread.sleep(1);
    }
    attempt
        .main()
        .filter(Stat::alive)
        .flatMap(main -> ProcessHandle.of(main.pid()))
        .ifPresent(ProcessHandle::destroy);
  }

  /// Sends SIGKILL to all its processes but the shim, which is left to write down the exit code.
  void kill() {
    killSession(attempt.shim());
  }

  /// True if it ended within a time.
  boolean awaitEnd(Duration time) throws InterruptedException {
    try {
      ended.get(Math.max(0, time.toMillis()), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("an end is only ever completed", e);
    }
  }

  private void killSession(Optional<Stat> shim) {
    if (shim.isPresent()) {
      var pids = new HashSet<>(Processes.inSession(shim.get().pid()));
      pids.remove(shim.get().pid());
      // The session's number may be another's by now; nobody else's is in this network.
      pids.retainAll(Processes.inNetwork(network.file()));
      pids.stream()
          .flatMap(pid -> ProcessHandle.of(pid).stream())
          .forEach(ProcessHandle::destroyForcibly);
    }
  }
}
