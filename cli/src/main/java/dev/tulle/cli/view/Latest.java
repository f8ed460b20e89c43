package dev.tulle.cli.view;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Owns a thread that hands on the latest of the values it is given, so that a reader which takes
/// its time (a terminal that is held, a slow disk) never holds up who gives them. Values in between
/// are skipped, the last one never is.
public final class Latest<T> implements AutoCloseable {

  private static final Duration STUCK = Duration.ofSeconds(1);

  private final Consumer<T> reader;
  private final Duration again;
  private final AtomicReference<@Nullable T> next = new AtomicReference<>();
  private final Thread thread;
  private volatile boolean closing;

  public Latest(String name, Consumer<T> reader) {
    this(name, reader, Duration.ofDays(1));
  }

  /// Hands the same value on `again` after that time, for a reader that also looks at something
  /// else, such as the size of its window.
  public Latest(String name, Consumer<T> reader, Duration again) {
    this.reader = reader;
    this.again = again;
    this.thread = Thread.ofPlatform().daemon().name(name).start(this::run);
  }

  public void give(T value) {
    next.set(value);
    LockSupport.unpark(thread);
  }

  private void run() {
    @Nullable T current = null;
    while (true) {
      boolean last = closing; // read before the value: what was given before the close is handed on
      var value = next.getAndSet(null);
      if (value != null) {
        current = value;
        reader.accept(value);
      } else if (last) {
        return;
      } else {
        long parked = System.nanoTime();
        LockSupport.parkNanos(this, again.toNanos());
        if (current != null && System.nanoTime() - parked >= again.toNanos()) {
          reader.accept(current);
        }
      }
    }
  }

  /// Waits until the last value is handed on, though not for ever on a reader that is stuck.
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
    try {
      thread.join(STUCK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
