package dev.tulle.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// A constant load on one host that counts every request and every failed one: anything but a whole
/// answer with status 200. Most workers keep their connection, some open one for each request, and
/// some ask for what takes three seconds. Owns its worker threads.
public final class Load implements AutoCloseable {

  private static final int KEEPING = 8;
  private static final int RECONNECTING = 2;
  private static final int SLOW = 6;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// A request that had no good answer, with when it began and ended on `System.nanoTime`.
  public record Failed(long began, long ended, String what) {

    private String after(long start) {
      return "%,d to %,d ms: %s"
          .formatted((began - start) / 1_000_000, (ended - start) / 1_000_000, what);
    }
  }

  private final Connection.Dialling dialling;
  private final String host;
  private final long start = System.nanoTime();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong inFlight = new AtomicLong();
  private final Queue<Failed> failures = new ConcurrentLinkedQueue<>();
  private final Map<String, AtomicLong> bodies = new ConcurrentHashMap<>();
  private final List<Thread> workers = new ArrayList<>();
  private volatile boolean ending;

  private Load(Connection.Dialling dialling, String host) {
    this.dialling = dialling;
    this.host = host;
  }

  /// Starts `rate` requests a second for `/`, and beside them some for `/slow?seconds=3`.
  static Load start(Connection.Dialling dialling, String host, int rate) {
    return start(dialling, host, rate, "/slow?seconds=3");
  }

  /// Starts `rate` requests a second for `/`, and beside them some for `slow`.
  public static Load start(Connection.Dialling dialling, String host, int rate, String slow) {
    var load = new Load(dialling, host);
    var pause = Duration.ofSeconds(1).dividedBy(rate).multipliedBy(KEEPING + RECONNECTING);
    for (int i = 0; i < KEEPING + RECONNECTING; i++) {
      boolean keeps = i < KEEPING;
      load.run(() -> load.work("/", keeps, pause));
    }
    for (int i = 0; i < SLOW; i++) {
      load.run(() -> load.work(slow, true, Duration.ofMillis(100)));
    }
    return load;
  }

  /// Who answered how often, by the first line of the answer.
  Map<String, AtomicLong> bodies() {
    return bodies;
  }

  public List<Failed> failures() {
    return List.copyOf(failures);
  }

  /// Requests that have no answer yet.
  long inFlight() {
    return inFlight.get();
  }

  /// Waits until this many more requests have been answered.
  public void more(long requests) throws InterruptedException {
    long goal = answered.get() + requests;
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (answered.get() < goal) {
      if (System.nanoTime() > end) {
        throw new AssertionError("the load has come to a halt\n" + report());
      }
      Thread.sleep(10);
    }
  }

  /// Waits until an answer has this first line.
  void until(String body) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!bodies.containsKey(body)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("nobody answers " + body + "\n" + report());
      }
      Thread.sleep(10);
    }
  }

  /// Ends after every request under way has its answer, and asserts that none failed.
  public void endsWithoutFailure() throws InterruptedException {
    end();
    assertThat(failures).as(report()).isEmpty();
    assertThat(answered.get()).as("requests answered").isGreaterThan(100);
  }

  /// Lets the workers end by themselves, where a test has failed.
  @Override
  public void close() {
    ending = true;
  }

  /// Ends after every request under way has its answer.
  public void end() throws InterruptedException {
    ending = true;
    for (var worker : workers) {
      if (!worker.join(PATIENCE)) {
        throw new AssertionError("a request neither ends nor fails");
      }
    }
  }

  public String report() {
    var text = new StringBuilder();
    text.append(failures.size()).append(" failed of ").append(answered.get() + failures.size());
    failures.stream().limit(20).forEach(f -> text.append("\n  ").append(f.after(start)));
    return text.toString();
  }

  private void run(Runnable work) {
    workers.add(Thread.ofVirtual().start(work));
  }

  private void work(String path, boolean keeps, Duration pause) {
    try (var connection = new Connection(dialling)) {
      long next = System.nanoTime();
      while (!ending) {
        ask(connection, path);
        if (!keeps) {
          connection.hangUp();
        }
        next = Math.max(next + pause.toNanos(), System.nanoTime());
        LockSupport.parkNanos(next - System.nanoTime());
      }
    } catch (IOException e) {
      failures.add(new Failed(System.nanoTime(), System.nanoTime(), "closing: " + e));
    }
  }

  private void ask(Connection connection, String path) {
    long began = System.nanoTime();
    inFlight.incrementAndGet();
    try {
      var answer = connection.get(host, path);
      var first = answer.body().lines().findFirst().orElse("");
      if (answer.status() == 200) {
        bodies.computeIfAbsent(first, _ -> new AtomicLong()).incrementAndGet();
        answered.incrementAndGet();
      } else {
        failed(began, path + ": " + answer.status() + " " + first);
      }
    } catch (IOException | RuntimeException e) {
      failed(began, path + ": " + e);
      // not a flood of failures while nothing listens
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    } finally {
      inFlight.decrementAndGet();
    }
  }

  private void failed(long began, String what) {
    failures.add(new Failed(began, System.nanoTime(), what));
  }
}
