package dev.tulle.cli.cluster.live;

import static dev.tulle.cli.cluster.live.LiveCluster.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tulle.cli.e2e.Connection;
import dev.tulle.cli.e2e.Load;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Whatever is replaced behind a Gateway's address, no client sees a failed request.
@Tag("live")
final class NothingFailsLiveTest {

  private static final int RATE = 200;

  private LiveCluster cluster;
  private InstalledTulle tulle;

  @BeforeEach
  void start() {
    cluster = LiveCluster.open("load");
    tulle = new InstalledTulle(cluster.client());
    cluster.apply("echo.yaml");
    cluster.apply("web.yaml");
  }

  @AfterEach
  void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private Set<String> names() {
    var names = new HashSet<String>();
    cluster.proxies("web").forEach(pod -> names.add(pod.getMetadata().getName()));
    return names;
  }

  private void awaitProxies(int count) {
    await().atMost(LIMIT).until(() -> cluster.readyProxies("web").size() == count);
  }

  /// As many pods of the newest kind as are asked for, and all of them ready.
  private void roll(String name) {
    cluster.deployment(name).rolling().restart();
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              var now = cluster.deployment(name).get();
              return now.getStatus().getObservedGeneration() >= now.getMetadata().getGeneration()
                  && isWhole(now);
            });
  }

  private static boolean isWhole(Deployment now) {
    var wanted = now.getSpec().getReplicas();
    var status = now.getStatus();
    return wanted.equals(status.getUpdatedReplicas())
        && wanted.equals(status.getReadyReplicas())
        && wanted.equals(status.getReplicas());
  }

  private void scale(int replicas) {
    cluster
        .object("GatewayParameters", "web")
        .edit(
            each -> {
              each.setAdditionalProperty("spec", Map.of("replicas", replicas));
              return each;
            });
    awaitProxies(replicas);
  }

  private void deleteOneProxy() {
    var gone = cluster.readyProxies("web").getFirst();
    cluster.client().resource(gone).delete();
    awaitProxies(2);
  }

  private void killControlPlane() {
    tulle.replaceAll();
    cluster.apply("later.yaml", Map.of("name", "later"));
    cluster.awaitEverywhere("web", 80, "later.example");
  }

  private interface Step {
    void run() throws InterruptedException;
  }

  private static void step(Load load, String name, Step step) throws InterruptedException {
    int before = load.failures().size();
    load.more(RATE);
    long began = System.nanoTime();
    step.run();
    load.more(RATE);
    System.out.printf(
        "%s: %d failed, %,d ms%n",
        name, load.failures().size() - before, (System.nanoTime() - began) / 1_000_000);
  }

  @Test
  void noRequestFailsWhileWhatAnswersIsReplaced() throws InterruptedException {
    var address = cluster.address("web", 80);
    awaitProxies(2);
    await().atMost(LIMIT).until(() -> isWhole(cluster.deployment("echo").get()));
    var first = names();
    try (var load =
        Load.start(() -> Connection.plain(address), "web.example", RATE, "/?delay=3s")) {
      step(load, "proxies rolled", () -> roll("web-tulle"));
      step(load, "proxies scaled down", () -> scale(1));
      step(load, "proxies scaled up", () -> scale(2));
      step(load, "proxy deleted", this::deleteOneProxy);
      step(load, "control plane killed", this::killControlPlane);
      step(load, "backend rolled", () -> roll("echo"));
      step(
          load,
          "last proxies gone",
          () -> await().atMost(LIMIT).until(() -> cluster.proxies("web").size() == 2));
      assertThat(names()).as("proxies that were there at first").doesNotContainAnyElementsOf(first);
      load.endsWithoutFailure();
      System.out.println(load.report());
    }
  }
}
