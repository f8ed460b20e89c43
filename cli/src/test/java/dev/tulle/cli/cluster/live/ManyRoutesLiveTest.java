package dev.tulle.cli.cluster.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tulle.cli.e2e.Connection;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A Gateway with a thousand routes, most of whose statuses are still to be written: one more route
/// is live in all its proxies soon after the API server has taken it.
@Tag("live")
final class ManyRoutesLiveTest {

  private static final int ROUTES = 1_000;
  private static final int WRITERS = 4;
  private static final int MORE = 20;
  private static final Duration LIVE = Duration.ofMillis(300);
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Duration LOOK = Duration.ofMillis(2);

  private LiveCluster cluster;

  @BeforeEach
  void start() throws Exception {
    cluster = LiveCluster.open("routes");
    cluster.apply("echo.yaml");
    cluster.apply("web.yaml");
    cluster.address("web", 80);
    try (var writers = Executors.newFixedThreadPool(WRITERS)) {
      var written = new ArrayList<Future<?>>();
      for (int i = 0; i < ROUTES; i++) {
        var name = "route-" + i;
        written.add(writers.submit(() -> cluster.apply("later.yaml", Map.of("name", name))));
      }
      for (var each : written) {
        each.get();
      }
    }
    await()
        .atMost(LIMIT)
        .until(() -> cluster.answersEverywhere("web", 80, "route-" + (ROUTES - 1) + ".example"));
  }

  @AfterEach
  void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void oneMoreIsLiveInAllProxiesAtOnce() throws Exception {
    var proxies = cluster.readyProxies("web");
    assertThat(proxies).hasSize(2);
    var took = new ArrayList<Duration>();
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < MORE; i++) {
        var name = "more-" + i;
        cluster.apply("later.yaml", Map.of("name", name));
        long created = System.nanoTime();
        var live = new ArrayList<Future<Long>>();
        proxies.forEach(pod -> live.add(clients.submit(() -> live(pod, name + ".example"))));
        took.add(Duration.ofNanos(last(live) - created));
      }
    }
    took.sort(Duration::compareTo);
    var half = took.get(MORE / 2);
    System.out.printf(
        "one more than %,d routes is live after p50 %,d ms, at most %,d ms (load average %.1f on"
            + " %d processors)%n",
        ROUTES,
        half.toMillis(),
        took.getLast().toMillis(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        Runtime.getRuntime().availableProcessors());
    assertThat(half).isLessThan(LIVE);
  }

  private static long last(List<Future<Long>> moments)
      throws ExecutionException, InterruptedException {
    long last = Long.MIN_VALUE;
    for (var each : moments) {
      last = Math.max(last, each.get());
    }
    return last;
  }

  /// When a proxy answers for a host first.
  private static long live(Pod pod, String host) throws IOException {
    long end = System.nanoTime() + LIMIT.toNanos();
    try (var connection = new Connection(new InetSocketAddress(pod.getStatus().getPodIP(), 80))) {
      while (connection.get(host, "/").status() != 200) {
        if (System.nanoTime() > end) {
          throw new AssertionError(host + " is not live in " + pod.getMetadata().getName());
        }
        LockSupport.parkNanos(LOOK.toNanos());
      }
      return System.nanoTime();
    }
  }
}
