package dev.tulle.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/// Sends GET requests to one server over connections that are kept, and prints one line: how many
/// were answered, how many a second, and percentiles of their latency in microseconds.
///
/// With a rate the requests are due at fixed times, whatever the server does, and latency counts
/// from when a request was due: a server that stalls is charged for all that had to wait. With rate
/// 0 each connection asks again as soon as it has been answered.
public final class HttpLoad {

  private static final long WARM_UP_NANOS = Duration.ofSeconds(2).toNanos();
  private static final long LONGEST_MICROS = Duration.ofMinutes(1).toNanos() / 1000;

  /// What is asked of whom.
  record Plan(String host, int port, int rate, Duration time, int connections) {}

  private HttpLoad() {}

  public static void main(String[] words) throws Exception {
    if (words.length != 5) {
      System.err.println("usage: HttpLoad HOST PORT REQUESTS-PER-SECOND SECONDS CONNECTIONS");
      System.exit(2);
    }
    var plan =
        new Plan(
            words[0],
            Integer.parseInt(words[1]),
            Integer.parseInt(words[2]),
            Duration.ofSeconds(Long.parseLong(words[3])),
            Integer.parseInt(words[4]));
    System.out.println(line(plan, run(plan)));
  }

  private static String line(Plan plan, Histogram all) {
    return "count=%d persecond=%d p50=%d p90=%d p99=%d p999=%d max=%d"
        .formatted(
            all.getTotalCount(),
            all.getTotalCount() / plan.time().toSeconds(),
            all.getValueAtPercentile(50),
            all.getValueAtPercentile(90),
            all.getValueAtPercentile(99),
            all.getValueAtPercentile(99.9),
            all.getMaxValue());
  }

  private static Histogram run(Plan plan) throws InterruptedException, IOException {
    long start = System.nanoTime() + WARM_UP_NANOS;
    var workers = new ArrayList<Future<Histogram>>();
    try (var threads = Executors.newFixedThreadPool(plan.connections())) {
      for (int i = 0; i < plan.connections(); i++) {
        int number = i;
        workers.add(threads.submit(() -> work(plan, number, start)));
      }
    }
    var all = new Histogram(LONGEST_MICROS, 3);
    for (var worker : workers) {
      try {
        all.add(worker.get());
      } catch (ExecutionException e) {
        throw new IOException("a request failed: " + e.getCause(), e);
      }
    }
    return all;
  }

  /// One connection. What is sent before `start` warms up and is not counted.
  private static Histogram work(Plan plan, int number, long start) throws IOException {
    var latency = new Histogram(LONGEST_MICROS, 3);
    long end = start + plan.time().toNanos();
    long interval = plan.rate() == 0 ? 0 : 1_000_000_000L * plan.connections() / plan.rate();
    long due = start - WARM_UP_NANOS + interval * number / plan.connections();
    try (var connection = KeptConnection.open(plan.host(), plan.port())) {
      while (true) {
        if (interval == 0) {
          due = System.nanoTime();
        } else {
          KeptConnection.sleepUntil(due);
        }
        if (due >= end) {
          return latency;
        }
        connection.get();
        if (due >= start) {
          latency.recordValue(Math.min(LONGEST_MICROS, (System.nanoTime() - due) / 1000));
        }
        due += interval;
      }
    }
  }
}
