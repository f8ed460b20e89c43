package dev.tulle.cli.local.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.name.ObjectName;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random histories of one ordered StatefulSet: whatever happens to its pods and its file, it makes
/// a pod only after those before it, ends the last one first, and updates one at a time.
class OrdinalSimulationTest {

  private static final int HISTORIES = 20;
  private static final int STEPS = 50;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void orderHolds(long seed) {
    Histories.run(seed, HISTORIES, history -> new History(history).run());
  }

  private static final class History {

    private final SplittableRandom random;
    private final LocalCluster cluster;
    private int replicas = 3;
    private int version;
    private int partition;

    History(long seed) {
      random = new SplittableRandom(seed);
      cluster = new LocalCluster(seed);
    }

    void run() {
      for (int i = 0; i < STEPS; i++) {
        event();
        cluster.apply(set());
        var outcome = cluster.observe();
        outcome.actions().forEach(this::check);
        cluster.step();
        assertThat(cluster.observe().actions()).as("asks again").isEmpty();
      }
      partition = 0;
      cluster.apply(set());
      cluster.settle();
      var hash = Template.of(set().getSpec().getTemplate()).hash();
      assertThat(cluster.names())
          .containsExactlyElementsOf(
              IntStream.range(0, replicas).mapToObj(i -> "db-" + i).toList());
      assertThat(cluster.pods.values())
          .allMatch(p -> ObservedPod.of(p).label(StatefulSets.HASH).equals(hash));
    }

    private void event() {
      switch (random.nextInt(9)) {
        case 0 -> replicas = random.nextInt(0, 6);
        case 1 -> version++;
        case 2 -> partition = random.nextInt(0, 4);
        case 3 -> cluster.reap();
        case 4 -> one().forEach(n -> cluster.change(n, p -> Given.phase(p, "Failed")));
        case 5 -> one().forEach(n -> cluster.pods.remove(new ObjectName("Pod", "default", n)));
        case 6 ->
            one()
                .forEach(
                    n -> cluster.change(n, p -> Given.running(p, "10.0.0.1", false, cluster.now)));
        default ->
            cluster.changeAll(
                p ->
                    ObservedPod.of(p).finished()
                        ? p
                        : Given.running(p, "10.0.0.1", true, cluster.now));
      }
    }

    private void check(Action action) {
      switch (action) {
        case Action.Create(var pod) -> {
          int ordinal = Integer.parseInt(pod.getMetadata().getName().substring(3));
          assertThat(IntStream.range(0, ordinal)).allMatch(this::ready);
        }
        case Action.Delete(var name, var reason) -> {
          int ordinal = Integer.parseInt(name.name().substring(3));
          if (reason.endsWith("fewer replicas")) {
            assertThat(cluster.names()).last().isEqualTo(name.name());
          } else if (reason.endsWith("template has changed")) {
            assertThat(IntStream.range(0, replicas).filter(i -> i != ordinal))
                .allMatch(this::ready);
            assertThat(ordinal).isGreaterThanOrEqualTo(partition);
          }
        }
      }
    }

    private boolean ready(int ordinal) {
      var pod = cluster.pods.get(new ObjectName("Pod", "default", "db-" + ordinal));
      return pod != null && ObservedPod.of(pod).available(0, cluster.now);
    }

    private List<String> one() {
      var names = cluster.names();
      return names.isEmpty() ? List.of() : List.of(names.get(random.nextInt(names.size())));
    }

    private StatefulSet set() {
      return new StatefulSetBuilder()
          .withNewMetadata()
          .withName("db")
          .withNamespace("default")
          .endMetadata()
          .withNewSpec()
          .withReplicas(replicas)
          .withServiceName("db")
          .withNewSelector()
          .addToMatchLabels("app", "db")
          .endSelector()
          .withTemplate(Given.template("db", "v" + version))
          .withNewUpdateStrategy()
          .withNewRollingUpdate()
          .withPartition(partition)
          .endRollingUpdate()
          .endUpdateStrategy()
          .endSpec()
          .build();
    }
  }
}
