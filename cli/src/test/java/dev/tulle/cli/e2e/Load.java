package dev.tulle.cli.e2e;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// A constant load on one address that counts every request and every failed one: anything but a
/// whole answer with status 200. Some workers ask for what takes seconds. Owns its worker threads.
final class Load {

  private static final int WORKERS = 10;
  private static final int SLOW_WORKERS = 4;
  private static final Duration SLOW_PAUSE = Duration.ofMillis(100);

  private final InetSocketAddress address;
  private final String host;
  private final AtomicLong answered = new AtomicLong();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final Map<String, AtomicLong> bodies = new ConcurrentHashMap<>();
  private final List<Thread> workers = new ArrayList<>();
  private volatile boolean ending;

  private Load(InetSocketAddress address, String host) {
    this.address = address;
    this.host = host;
  }

  /// Starts `rate` requests a second for `/`, and beside them requests for `/slow?seconds=3`.
  static Load start(InetSocketAddress address, String host, int rate) {
    var load = new Load(address, host);
    var pause = Duration.ofSeconds(1).dividedBy(rate).multipliedBy(WORKERS);
    for (int i = 0; i < WORKERS; i++) {
      load.workers.add(Thread.ofVirtual().start(() -> load.work("/", pause)));
    }
    for (int i = 0; i < SLOW_WORKERS; i++) {
      load.workers.add(Thread.ofVirtual().start(() -> load.work("/slow?seconds=3", SLOW_PAUSE)));
    }
    return load;
  }

  long answered() {
    return answered.get();
  }

  /// Who answered how often, by the first line of the answer.
  Map<String, AtomicLong> bodies() {
    return bodies;
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  /// Waits until this many more requests have been answered.
  void more(long requests) throws InterruptedException {
    long goal = answered.get() + requests;
    while (answered.get() < goal) {
      Thread.sleep(10);
    }
  }

  /// Ends after every request under way has its answer.
  void end() throws InterruptedException {
    ending = true;
    for (var worker : workers) {
      worker.join();
    }
  }

  private void work(String path, Duration pause) {
    try (var connection = new Connection(address)) {
      long next = System.nanoTime();
      while (!ending) {
        ask(connection, path);
        next = Math.max(next + pause.toNanos(), System.nanoTime());
        LockSupport.parkNanos(next - System.nanoTime());
      }
    } catch (IOException e) {
      failures.add("closing: " + e);
    }
  }

  private void ask(Connection connection, String path) {
    try {
      var answer = connection.get(host, path);
      if (answer.status() == 200) {
        bodies
            .computeIfAbsent(answer.body().lines().findFirst().orElse(""), k -> new AtomicLong())
            .incrementAndGet();
      } else {
        failures.add(path + ": " + answer.status() + " " + answer.body());
      }
      answered.incrementAndGet();
    } catch (IOException | RuntimeException e) {
      failures.add(path + ": " + e);
    }
  }
}
