package dev.tulle.cli.local.pod;

import static dev.tulle.cli.local.pod.PodBed.pod;
import static dev.tulle.cli.local.pod.PodBed.script;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How pods end: the order of things, and that nothing can refuse.
@Tag("netns")
final class PodEndTest {

  @TempDir Path root;
  PodBed bed;

  @BeforeEach
  void open() throws Exception {
    bed = new PodBed(root);
  }

  @AfterEach
  void close() throws Exception {
    bed.close();
  }

  /// A container that writes its name to a file when it starts, and when it is told to end.
  private ContainerBuilder told(String name, String onTerm) {
    return script(
        name,
        "say() { echo $1 >> %1$s; }; trap 'say end-%2$s; %3$s' TERM; say begin-%2$s; "
                .formatted(bed.file("order"), name, onTerm)
            + "while :; do sleep 0.02; done");
  }

  private String order() throws Exception {
    return Files.readString(bed.file("order")).strip().replace('\n', ' ');
  }

  private void awaitSaid(String word) throws Exception {
    PodBed.awaitText(bed.file("order"), word);
  }

  @Test
  void clientsAreWaitedForThenPreStopThenTheSignal() throws Exception {
    var preStop = new ContainerBuilder(told("main", "exit 0").build());
    preStop
        .withNewLifecycle()
        .withNewPreStop()
        .withNewExec()
        .addToCommand("sh", "-c", "echo pre-stop >> " + bed.file("order"))
        .endExec()
        .endPreStop()
        .endLifecycle();
    bed.start(pod("a", preStop));
    bed.awaitReady("a");
    awaitSaid("begin-main");
    var drained = new CompletableFuture<@Nullable Void>();
    var asked = new CompletableFuture<Boolean>();
    bed.drainBy(
        pod -> {
          asked.complete(PodBed.ready(pod) && pod.getMetadata().getDeletionTimestamp() != null);
          return drained;
        });
    var end = bed.runtime().delete(PodBed.name("a"));
    assertThat(asked.get()).as("asked with the pod that is ready and terminating").isTrue();
    assertThat(order()).isEqualTo("begin-main");
    Files.writeString(bed.file("order"), "drained\n", java.nio.file.StandardOpenOption.APPEND);
    drained.complete(null);
    end.get();
    assertThat(order()).isEqualTo("begin-main drained pre-stop end-main");
  }

  @Test
  void whatDoesNotEndInItsTimeIsKilled() throws Exception {
    bed.start(
        pod("deaf", told("main", ":")).editSpec().withTerminationGracePeriodSeconds(1L).endSpec());
    bed.awaitReady("deaf");
    awaitSaid("begin-main");
    var before = Instant.now();
    bed.runtime().delete(PodBed.name("deaf")).get();
    // Never less than two seconds, as with a kubelet.
    assertThat(Duration.between(before, Instant.now()))
        .isBetween(Duration.ofMillis(1900), Duration.ofSeconds(4));
    assertThat(order()).contains("end-main");
  }

  @Test
  void aSecondRequestWithLessPatienceShortensTheFirst() throws Exception {
    bed.start(
        pod("deaf", told("main", ":")).editSpec().withTerminationGracePeriodSeconds(60L).endSpec());
    bed.awaitReady("deaf");
    awaitSaid("begin-main");
    var end = bed.runtime().delete(PodBed.name("deaf"));
    awaitSaid("end-main");
    bed.runtime().stopAll(Duration.ZERO);
    assertThat(end).isCompleted();
  }

  @Test
  void initContainersSidecarsAndMainsBeginAndEndInOrder() throws Exception {
    var init = "echo %s >> " + bed.file("order");
    var spec =
        pod("ordered", told("main", "exit 0"))
            .editSpec()
            .addToInitContainers(script("i1", "sleep 0.1; " + init.formatted("i1")).build())
            .addToInitContainers(sidecar("s1"))
            .addToInitContainers(script("i2", init.formatted("i2")).build())
            .addToInitContainers(sidecar("s2"))
            .endSpec();
    bed.start(spec);
    bed.awaitReady("ordered");
    awaitSaid("begin-main");
    assertThat(order()).isEqualTo("i1 begin-s1 i2 begin-s2 begin-main");
    bed.runtime().delete(PodBed.name("ordered")).get();
    assertThat(order()).isEqualTo("i1 begin-s1 i2 begin-s2 begin-main end-main end-s2 end-s1");
  }

  private io.fabric8.kubernetes.api.model.Container sidecar(String name) {
    return told(name, "exit 0")
        .withRestartPolicy("Always")
        .withNewStartupProbe()
        .withNewExec()
        .addToCommand("grep", "begin-" + name, bed.file("order").toString())
        .endExec()
        .endStartupProbe()
        .build();
  }

  @Test
  void aPodThatIsDoneEndsItsSidecarsAndHasSucceeded() throws Exception {
    bed.start(
        pod("job", script("main", "exit 0"))
            .editSpec()
            .withRestartPolicy("Never")
            .addToInitContainers(sidecar("s1"))
            .endSpec());
    var done = bed.await("job", pod -> PodBed.phase(pod, "Succeeded"));
    assertThat(PodBed.ready(done)).isFalse();
    assertThat(order()).isEqualTo("begin-s1 end-s1");
    assertThat(done.getStatus().getContainerStatuses().getFirst().getState().getTerminated())
        .returns(0, it -> it.getExitCode())
        .returns("Completed", it -> it.getReason());
  }
}
