package dev.tulle.cli.local.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.name.ObjectName;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Duration;
import java.util.HashSet;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random histories of one Job: its pods succeed, fail, are lost and slow to end. It never runs
/// more than it may, each completion is reached once, and once it has finished nothing starts.
class JobSimulationTest {

  private static final int HISTORIES = 40;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void runsToItsEndAndNoFurther(long seed) {
    Histories.run(seed, HISTORIES, history -> new History(history).run());
  }

  private static final class History {

    private final SplittableRandom random;
    private final LocalCluster cluster;
    private final boolean indexed;
    private final int completions;
    private final int parallelism;
    private final int limit;

    History(long seed) {
      random = new SplittableRandom(seed);
      cluster = new LocalCluster(seed);
      indexed = random.nextBoolean();
      completions = random.nextInt(1, 6);
      parallelism = random.nextInt(1, 4);
      limit = random.nextInt(0, 4);
    }

    void run() {
      for (int i = 0; i < 30; i++) {
        cluster.apply(job(random.nextInt(8) == 0));
        event();
        round();
      }
      cluster.apply(job(false));
      for (int i = 0; i < 30 && cluster.ended.isEmpty(); i++) {
        cluster.reap();
        cluster.changeAll(p -> ObservedPod.of(p).active() ? Given.phase(p, "Succeeded") : p);
        round();
        cluster.pass(Duration.ofMinutes(10)); // past every back-off
      }
      assertThat(cluster.ended).hasSize(1);
      cluster.pods.clear();
      assertThat(cluster.step().actions()).isEmpty();
    }

    private void event() {
      cluster.pass(Duration.ofSeconds(random.nextInt(20)));
      switch (random.nextInt(4)) {
        case 0 -> some().forEach(n -> to(n, "Failed"));
        case 1 -> some().forEach(n -> to(n, "Succeeded"));
        case 2 -> cluster.reap();
        default -> some().forEach(n -> to(n, "Running"));
      }
    }

    private void round() {
      boolean over = !cluster.ended.isEmpty();
      var outcome = cluster.step();
      boolean created = outcome.actions().stream().anyMatch(Action.Create.class::isInstance);
      var active = cluster.active().stream().toList();

      assertThat(cluster.observe().actions()).as("asks again").isEmpty();
      assertThat(active).hasSizeLessThanOrEqualTo(parallelism);
      if (over || cluster.ended.size() == 1) {
        assertThat(created).isFalse();
        assertThat(active).isEmpty();
      } else {
        assertThat(active.size() + succeeded()).isLessThanOrEqualTo(completions);
      }
      if (indexed) {
        var indexes = new HashSet<String>();
        assertThat(active).allMatch(p -> indexes.add(p.getMetadata().getLabels().get(Jobs.INDEX)));
      }
    }

    private long succeeded() {
      return cluster.pods.values().stream()
          .filter(p -> ObservedPod.of(p).phase() == ObservedPod.Phase.SUCCEEDED)
          .count();
    }

    private void to(ObjectName pod, String phase) {
      cluster.pods.computeIfPresent(
          pod, (n, p) -> ObservedPod.of(p).active() ? Given.phase(p, phase) : p);
    }

    private Stream<ObjectName> some() {
      return cluster.pods.keySet().stream().filter(n -> random.nextBoolean()).toList().stream();
    }

    private Job job(boolean suspended) {
      return new JobBuilder()
          .withNewMetadata()
          .withName("sum")
          .withNamespace("default")
          .endMetadata()
          .withNewSpec()
          .withCompletionMode(indexed ? "Indexed" : "NonIndexed")
          .withCompletions(completions)
          .withParallelism(parallelism)
          .withBackoffLimit(limit)
          .withSuspend(suspended)
          .withTemplate(Given.template("sum", "v1"))
          .endSpec()
          .build();
    }
  }
}
