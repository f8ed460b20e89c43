package dev.tulle.cli.local;

import dev.tulle.cli.status.StatusSnapshot.LastChange;
import dev.tulle.core.name.ObjectName;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// Measures how long a change takes from the event to the last ACK. Starts a virtual thread for
/// each change it follows.
final class ChangeClock {

  /// Waits until the proxies have answered what was known when it was called.
  interface Settling {
    boolean settle() throws InterruptedException;
  }

  private final Clock clock;
  private final Settling settling;
  private final Consumer<LastChange> outlet;

  ChangeClock(Clock clock, Settling settling, Consumer<LastChange> outlet) {
    this.clock = clock;
    this.settling = settling;
    this.outlet = outlet;
  }

  void follow(List<ObjectName> changed) {
    if (changed.isEmpty()) {
      return;
    }
    long began = System.nanoTime();
    var at = clock.instant();
    var what =
        changed.getFirst() + (changed.size() == 1 ? "" : " and " + (changed.size() - 1) + " more");
    outlet.accept(new LastChange(at, what, -1));
    Thread.ofVirtual()
        .name("change-clock")
        .start(
            () -> {
              try {
                if (settling.settle()) {
                  long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
                  outlet.accept(new LastChange(at, what, millis));
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }
}
