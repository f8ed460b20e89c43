package dev.tulle.cli.local.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.name.ObjectName;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random histories of one Deployment: pods become ready, crash, fail, end slowly or are lost; the
/// template, the figures and the strategy change. After each round the bounds hold, a second look
/// asks for nothing more, and in the end what is wanted is there.
class RolloutSimulationTest {

  private static final int HISTORIES = 25;
  private static final int STEPS = 40;
  private static final List<String> FIGURES = List.of("0", "1", "2", "3", "25%", "50%", "100%");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void boundsHold(long seed) {
    Histories.run(seed, HISTORIES, history -> new History(history).run());
  }

  private static final class History {

    private final SplittableRandom random;
    private final LocalCluster cluster;
    private int version;
    private Deployment wanted;

    History(long seed) {
      random = new SplittableRandom(seed);
      cluster = new LocalCluster(seed);
      wanted = deployment(random.nextInt(1, 6));
    }

    void run() {
      for (int i = 0; i < STEPS; i++) {
        event();
        round();
        cluster.pass(Duration.ofSeconds(random.nextInt(3)));
      }
      wanted = new DeploymentBuilder(wanted).editSpec().withPaused(false).endSpec().build();
      cluster.apply(wanted);
      converge();
    }

    private void event() {
      switch (random.nextInt(10)) {
        case 0 -> wanted = deployment(random.nextInt(0, 9));
        case 1 -> wanted = scaled(random.nextInt(0, 9));
        case 2 -> wanted = paused(random.nextInt(3) == 0);
        case 3 -> some().forEach(p -> cluster.change(p, x -> running(x, false)));
        case 4 -> some().forEach(p -> cluster.change(p, x -> Given.phase(x, "Failed")));
        case 5 -> some().forEach(p -> cluster.pods.remove(new ObjectName("Pod", "default", p)));
        case 6 -> cluster.pods.values().removeIf(p -> terminating(p) && random.nextBoolean());
        default -> some().forEach(p -> cluster.change(p, x -> running(x, true)));
      }
      cluster.apply(wanted);
    }

    private void round() {
      var bounds = Bounds.of(wanted.getSpec());
      long before = available();
      var outcome = cluster.step();
      int created =
          (int) outcome.actions().stream().filter(Action.Create.class::isInstance).count();
      long after = available();
      boolean rolling = !"Recreate".equals(wanted.getSpec().getStrategy().getType());

      assertThat(cluster.observe().actions()).as("asks again").isEmpty();
      if (rolling) {
        assertThat(after).isGreaterThanOrEqualTo(Math.min(before, bounds.leastAvailable()));
      }
      if (rolling && !wanted.getSpec().getPaused()) {
        assertThat(cluster.active()).hasSizeLessThanOrEqualTo(bounds.most());
      }
      if (created > 0) {
        assertThat(cluster.active()).hasSizeLessThanOrEqualTo(bounds.most());
      }
    }

    /// Every new pod becomes ready after a while, every deleted one goes, the bounds hold all
    // along.
    private void converge() {
      for (int i = 0; i < 100 && !settled(); i++) {
        round();
        cluster.reap();
        cluster.changeAll(p -> random.nextInt(3) == 0 ? p : running(p, true));
        cluster.pass(Duration.ofSeconds(6));
      }
      assertThat(settled()).isTrue();
    }

    private boolean settled() {
      var hash = Template.of(wanted.getSpec().getTemplate()).hash();
      var pods = cluster.pods.values().stream().map(ObservedPod::of).toList();
      var outcome = cluster.observe();
      return outcome.actions().isEmpty()
          && outcome.next().isEmpty()
          && pods.size() == wanted.getSpec().getReplicas()
          && pods.stream().allMatch(p -> p.ready() && p.label(Deployments.HASH).equals(hash));
    }

    private Deployment deployment(int replicas) {
      boolean recreate = random.nextInt(6) == 0;
      var made = Given.deployment("web", replicas, "v" + version++);
      var figured = Given.rolling(made, figure(), figure());
      return new DeploymentBuilder(figured)
          .editSpec()
          .withMinReadySeconds(random.nextInt(3) * 2)
          .withPaused(false)
          .editStrategy()
          .withType(recreate ? "Recreate" : "RollingUpdate")
          .endStrategy()
          .endSpec()
          .build();
    }

    private Deployment scaled(int replicas) {
      return new DeploymentBuilder(wanted).editSpec().withReplicas(replicas).endSpec().build();
    }

    private Deployment paused(boolean paused) {
      return new DeploymentBuilder(wanted).editSpec().withPaused(paused).endSpec().build();
    }

    private String figure() {
      return FIGURES.get(random.nextInt(FIGURES.size()));
    }

    private Pod running(Pod pod, boolean ready) {
      var observed = ObservedPod.of(pod);
      boolean same = observed.finished() || observed.ready() == ready;
      return same ? pod : Given.running(pod, "10.0.0.1", ready, cluster.now);
    }

    private List<String> some() {
      var names = new ArrayList<>(cluster.names());
      names.removeIf(n -> random.nextInt(3) > 0);
      return names;
    }

    private long available() {
      int least = wanted.getSpec().getMinReadySeconds();
      return cluster.pods.values().stream()
          .filter(p -> ObservedPod.of(p).available(least, cluster.now))
          .count();
    }

    private static boolean terminating(Pod pod) {
      return pod.getMetadata().getDeletionTimestamp() != null;
    }
  }
}
