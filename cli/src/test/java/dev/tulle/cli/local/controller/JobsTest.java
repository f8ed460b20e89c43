package dev.tulle.cli.local.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Condition;
import dev.tulle.core.status.Condition.Truth;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.ObjectStatus;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class JobsTest {

  private static final ObjectName JOB = new ObjectName("Job", "default", "sum");

  private final LocalCluster cluster = new LocalCluster(1);

  @Test
  void runsOncePerTemplateAndNeverAgain() {
    cluster.apply(job("v1", s -> s));
    cluster.step();
    assertThat(cluster.names()).hasSize(1);
    assertThat(cluster.names().getFirst()).matches("sum-[a-z0-9]{5}");
    all("Succeeded");
    assertThat(cluster.step().actions()).isEmpty();
    assertThat(conditions())
        .containsExactly(
            new Condition("Complete", Truth.TRUE, "CompletionsReached", "1 completion reached"));
    cluster.pods.clear();
    assertThat(cluster.step().actions()).isEmpty(); // its end is remembered

    cluster.apply(job("v2", s -> s));
    assertThat(cluster.step().actions()).hasSize(1);
  }

  @Test
  void anotherProcessReadsItsEndFromThePods() {
    cluster.apply(job("v1", s -> s));
    cluster.step();
    all("Succeeded");
    cluster.ended = Map.of();
    assertThat(cluster.step().actions()).isEmpty();
  }

  @Test
  void runsSoManyAtATimeUntilSoManySucceeded() {
    cluster.apply(job("v1", s -> s.withCompletions(5).withParallelism(2)));
    for (int expected : new int[] {2, 2, 1}) {
      cluster.step();
      assertThat(cluster.active()).hasSize(expected);
      all("Succeeded");
    }
    cluster.step();
    assertThat(cluster.active()).isEmpty();
    assertThat(conditions().getFirst().message()).isEqualTo("5 completions reached");
  }

  @Test
  void aWorkQueueStartsNoMoreAfterTheFirstSuccess() {
    cluster.apply(job("v1", s -> s.withParallelism(3)));
    cluster.step();
    var names = cluster.names();
    cluster.change(names.getFirst(), p -> Given.phase(p, "Succeeded"));
    assertThat(cluster.step().actions()).isEmpty();
    assertThat(conditions().getFirst().status()).isEqualTo(Truth.FALSE);
    all("Succeeded");
    cluster.step();
    assertThat(conditions().getFirst().status()).isEqualTo(Truth.TRUE);
  }

  @Test
  void failuresWaitLongerEachTimeThenTheJobFails() {
    cluster.apply(job("v1", s -> s.withBackoffLimit(2)));
    cluster.step();
    for (int seconds : new int[] {10, 20}) {
      all("Failed");
      var waiting = cluster.step();
      assertThat(waiting.actions()).isEmpty();
      assertThat(waiting.next()).contains(cluster.now.plusSeconds(seconds));
      cluster.pass(Duration.ofSeconds(seconds));
      assertThat(cluster.step().actions()).hasSize(1);
    }
    all("Failed");
    cluster.step();
    assertThat(conditions())
        .extracting(Condition::type, Condition::status, Condition::message)
        .contains(tuple("Failed", Truth.TRUE, "it failed 3 times (backoffLimit 2)"));
    cluster.pass(Duration.ofHours(1));
    assertThat(cluster.step().actions()).isEmpty();
  }

  @Test
  void restartsInPlaceCountAsFailures() {
    cluster.apply(
        job(
            "v1",
            s ->
                s.withBackoffLimit(2)
                    .editTemplate()
                    .editSpec()
                    .withRestartPolicy("OnFailure")
                    .endSpec()
                    .endTemplate()));
    cluster.step();
    cluster.changeAll(p -> restarted(p, 1));
    assertThat(cluster.step().actions()).isEmpty();
    cluster.changeAll(p -> restarted(p, 2));
    cluster.step();

    assertThat(cluster.active()).isEmpty();
    assertThat(conditions()).extracting(Condition::reason).contains("BackoffLimitExceeded");
    cluster.reap();
    assertThat(cluster.step().actions()).isEmpty(); // though no pod shows it any more
  }

  @Test
  void theDeadlineEndsIt() {
    cluster.apply(job("v1", s -> s.withActiveDeadlineSeconds(30L)));
    cluster.step();
    assertThat(cluster.observe().next()).contains(cluster.now.plusSeconds(30));
    cluster.pass(Duration.ofSeconds(30));
    cluster.step();

    assertThat(cluster.active()).isEmpty();
    cluster.reap();
    assertThat(cluster.step().actions()).isEmpty();
    assertThat(status().findings())
        .extracting(Finding::message)
        .containsExactly("Job default/sum has failed: it ran longer than 30 s.");
  }

  @Test
  void indexedEachIndexSucceedsOnce() {
    cluster.apply(
        job("v1", s -> s.withCompletionMode("Indexed").withCompletions(3).withParallelism(3)));
    cluster.step();
    assertThat(cluster.names()).allMatch(n -> n.matches("sum-[012]-[a-z0-9]{5}"));
    var first = cluster.pods.values().iterator().next();
    assertThat(first.getSpec().getHostname()).isEqualTo("sum-0");
    assertThat(first.getSpec().getContainers().getFirst().getEnv())
        .containsExactly(new EnvVar("JOB_COMPLETION_INDEX", "0", null));
    assertThat(first.getMetadata().getAnnotations()).containsEntry(Jobs.INDEX, "0");

    all("Succeeded");
    cluster.change(first.getMetadata().getName(), p -> Given.phase(p, "Failed"));
    cluster.pass(Duration.ofSeconds(10));
    cluster.step();
    assertThat(cluster.active())
        .extracting(p -> p.getMetadata().getAnnotations().get(Jobs.INDEX))
        .containsExactly("0");
  }

  @Test
  void suspendedItRunsNothing() {
    cluster.apply(job("v1", s -> s.withSuspend(true)));
    assertThat(cluster.step().actions()).isEmpty();
    assertThat(conditions()).extracting(Condition::type).containsExactly("Complete", "Suspended");
    cluster.apply(job("v1", s -> s));
    assertThat(cluster.step().actions()).hasSize(1);
    cluster.apply(job("v1", s -> s.withSuspend(true)));
    cluster.step();
    assertThat(cluster.active()).isEmpty();
  }

  @Test
  void afterItsTimeToLiveItsPodsGoAndItStaysDone() {
    cluster.apply(job("v1", s -> s.withTtlSecondsAfterFinished(60)));
    cluster.step();
    all("Succeeded");
    assertThat(cluster.step().next()).contains(cluster.now.plusSeconds(60));
    cluster.pass(Duration.ofMinutes(1));
    assertThat(cluster.step().actions()).hasSize(1);
    cluster.reap();
    assertThat(cluster.step().actions()).isEmpty();
    assertThat(conditions().getFirst().status()).isEqualTo(Truth.TRUE);
  }

  @Test
  void aNewTemplateEndsTheFormerRun() {
    cluster.apply(job("v1", s -> s));
    cluster.step();
    cluster.apply(job("v2", s -> s));
    cluster.step();
    assertThat(cluster.log.get(1)).endsWith("its Job has changed and runs again");
    assertThat(cluster.active()).hasSize(1);
  }

  @Test
  void whatIsNotUsedIsTold() {
    cluster.apply(job("v1", s -> s.withBackoffLimitPerIndex(1)));
    cluster.step();
    assertThat(status().findings())
        .extracting(Finding::path)
        .containsExactly("spec.backoffLimitPerIndex");
  }

  @Test
  void saysWhyItWaits() {
    cluster.apply(job("v1", s -> s));
    cluster.step();
    all("Failed");
    cluster.step();
    assertThat(conditions().getFirst().message())
        .isEqualTo(
            "0 of 1 completion reached, 0 running, 1 failed; the next one starts at "
                + cluster.now.plusSeconds(10));
  }

  private List<Condition> conditions() {
    return status().conditions();
  }

  private ObjectStatus status() {
    return Objects.requireNonNull(cluster.observe().statuses().get(JOB));
  }

  private void all(String phase) {
    cluster.changeAll(p -> ObservedPod.of(p).finished() ? p : finished(p, phase));
  }

  private Pod finished(Pod pod, String phase) {
    return new PodBuilder(Given.phase(pod, phase))
        .editStatus()
        .addNewContainerStatus()
        .withName("main")
        .withNewState()
        .withNewTerminated()
        .withExitCode("Failed".equals(phase) ? 1 : 0)
        .withFinishedAt(cluster.now.toString())
        .endTerminated()
        .endState()
        .endContainerStatus()
        .endStatus()
        .build();
  }

  private static Pod restarted(Pod pod, int times) {
    return new PodBuilder(Given.phase(pod, "Running"))
        .editStatus()
        .addNewContainerStatus()
        .withName("main")
        .withRestartCount(times)
        .endContainerStatus()
        .endStatus()
        .build();
  }

  private static Job job(String version, UnaryOperator<JobSpecBuilder> change) {
    var spec =
        new JobSpecBuilder()
            .withTemplate(Given.template("sum", version))
            .editTemplate()
            .editSpec()
            .withRestartPolicy("Never")
            .endSpec()
            .endTemplate();
    return new JobBuilder()
        .withNewMetadata()
        .withName("sum")
        .withNamespace("default")
        .endMetadata()
        .withSpec(change.apply(spec).build())
        .build();
  }
}
