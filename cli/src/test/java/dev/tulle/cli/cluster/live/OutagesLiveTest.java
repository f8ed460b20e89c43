package dev.tulle.cli.cluster.live;

import static dev.tulle.cli.cluster.live.LiveCluster.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tulle.cli.e2e.Connection;
import dev.tulle.cli.e2e.Load;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The control plane loses its leader, or may do nothing for a minute: what is in force stays so,
/// and soon after everything goes on.
@Tag("live")
final class OutagesLiveTest {

  private static final Duration NEW_LEADER = Duration.ofSeconds(20);
  private static final Duration WITHOUT_RIGHTS = Duration.ofSeconds(60);
  private static final Duration CONVERGED = Duration.ofSeconds(10);
  private static final int RATE = 200;

  private LiveCluster cluster;
  private InstalledTulle tulle;

  @BeforeEach
  void start() {
    cluster = LiveCluster.open("outages");
    tulle = new InstalledTulle(cluster.client());
    cluster.apply("echo.yaml");
    cluster.apply("web.yaml");
    cluster.address("web", 80);
    cluster.awaitEverywhere("web", 80, "web.example");
  }

  @AfterEach
  void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static Duration until(BooleanSupplier condition) {
    long began = System.nanoTime();
    await().atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(condition::getAsBoolean);
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private boolean isAccepted(String route) {
    return cluster.conditions("HTTPRoute", route).contains("Accepted=True Accepted");
  }

  @Test
  void whenTheLeaderIsKilledAnotherReplicaWritesStatuses() {
    await().atMost(LIMIT).until(() -> tulle.leader().filter(this::isReplica).isPresent());
    var leader = tulle.leader().orElseThrow();
    tulle.kill(leader);
    cluster.apply("later.yaml", Map.of("name", "orphan"));
    var took = until(() -> isAccepted("orphan"));
    System.out.printf("leader killed: a status is written after %,d ms%n", took.toMillis());
    assertThat(tulle.leader()).isNotEmpty().get().isNotEqualTo(leader);
    assertThat(took).isLessThan(NEW_LEADER);
  }

  private boolean isReplica(String name) {
    return tulle.replicas().stream().anyMatch(pod -> pod.getMetadata().getName().equals(name));
  }

  @Test
  void gatewaysGoOnWithoutTheRightsOfTheControlPlane() throws InterruptedException {
    var address = cluster.address("web", 80);
    try (var load = Load.start(() -> Connection.plain(address), "web.example", RATE, "/?delay=3s");
        var rights = tulle.withoutRights()) {
      Thread.sleep(WITHOUT_RIGHTS);
      rights.restore();
      cluster.apply("later.yaml", Map.of("name", "later"));
      var took = until(() -> cluster.answersEverywhere("web", 80, "later.example"));
      var told = took.plus(until(() -> isAccepted("later")));
      System.out.printf(
          "rights restored: a change is in force after %,d ms, its status after %,d ms%n",
          took.toMillis(), told.toMillis());
      load.endsWithoutFailure();
      System.out.println(load.report());
      assertThat(told).isLessThan(CONVERGED);
    }
  }
}
