package dev.tulle.cli.cluster.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tulle.cli.e2e.Connection;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Who of the installed replicas writes statuses, and when none does, by their own metrics.
@Tag("live")
final class StatusesLiveTest {

  private static final Duration QUIET = Duration.ofSeconds(10);
  private static final String WRITTEN = "tulle_statuses_written_total ";
  private static final int PORT = 8080;

  private LiveCluster cluster;
  private InstalledTulle tulle;

  @BeforeEach
  void start() {
    cluster = LiveCluster.open("statuses");
    tulle = new InstalledTulle(cluster.client());
  }

  @AfterEach
  void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void theLeaderAloneWritesAndOnlyWhatIsNew() {
    var leader = tulle.leader().orElseThrow();
    var before = written();
    cluster.apply("echo.yaml");
    cluster.apply("web.yaml");
    cluster.address("web", 80);
    await()
        .atMost(LiveCluster.LIMIT)
        .until(() -> cluster.conditions("HTTPRoute", "web").contains("Accepted=True Accepted"));
    await()
        .atMost(LiveCluster.LIMIT)
        .during(QUIET)
        .pollInterval(Duration.ofSeconds(1))
        .until(this::isQuiet);
    assertThat(tulle.leader()).contains(leader);
    written()
        .forEach(
            (replica, count) -> {
              long more = count - before.getOrDefault(replica, 0L);
              if (replica.equals(leader)) {
                assertThat(more).as(replica + " leads").isPositive();
              } else {
                assertThat(more).as(replica + " does not lead").isZero();
              }
            });
  }

  private Map<String, Long> last = Map.of();

  private boolean isQuiet() {
    var now = written();
    boolean quiet = now.equals(last);
    last = now;
    return quiet;
  }

  private Map<String, Long> written() {
    var written = new TreeMap<String, Long>();
    tulle.replicas().forEach(pod -> written.put(pod.getMetadata().getName(), written(pod)));
    return written;
  }

  private static long written(Pod replica) {
    var address = new InetSocketAddress(replica.getStatus().getPodIP(), PORT);
    try (var connection = new Connection(address)) {
      return connection
          .get("metrics", "/metrics")
          .body()
          .lines()
          .filter(line -> line.startsWith(WRITTEN))
          .map(line -> (long) Double.parseDouble(line.substring(WRITTEN.length())))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
