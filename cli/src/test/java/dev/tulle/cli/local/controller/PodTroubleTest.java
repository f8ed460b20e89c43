package dev.tulle.cli.local.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.name.ObjectName;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class PodTroubleTest {

  private static final String NO_COMMAND =
      "Container main of Pod default/web has no `command`, and images are not pulled here: add"
          + " `command:` with a program of this machine.";

  @Test
  void aReadyPodAndOneThatEndedWellHaveNone() {
    assertThat(
            PodTrouble.of(observed(Given.running(pod(), "10.0.0.1", true, Given.NOW)), Given.NOW))
        .isEmpty();
    assertThat(PodTrouble.of(observed(Given.phase(pod(), "Succeeded")), Given.NOW)).isEmpty();
  }

  @Test
  void whatIsToBeExpectedWaits() {
    assertThat(trouble(pod()).sentence()).isEqualTo("pod web is starting");
    assertThat(trouble(pod()).waits()).isTrue();
    assertThat(trouble(Given.terminating(pod())).sentence()).isEqualTo("pod web is terminating");
    var creating =
        container(c -> c.withNewState().withNewWaiting(null, "ContainerCreating").endState());
    assertThat(trouble(creating).sentence()).isEqualTo("pod web is starting");
  }

  @Test
  void aCrashLoopTellsHowItEnded() {
    var looping =
        container(
            c ->
                c.withRestartCount(5)
                    .withNewState()
                    .withNewWaiting(
                        "back-off 40s restarting failed container=main", "CrashLoopBackOff")
                    .endState()
                    .withNewLastState()
                    .withNewTerminated()
                    .withExitCode(1)
                    .withReason("Error")
                    .withMessage("bind: address already in use.")
                    .endTerminated()
                    .endLastState());
    var trouble = trouble(looping);

    assertThat(trouble.waits()).isFalse();
    assertThat(trouble.reason()).isEqualTo("CrashLoopBackOff");
    assertThat(trouble.finding(new ObjectName("Deployment", "default", "web")).message())
        .isEqualTo(
            "Pod web is not ready: container main exited with code 1 (5 restarts):"
                + " bind: address already in use.");
  }

  @Test
  void aSignalIsNamed() {
    var killed =
        container(
            c -> c.withNewState().withNewTerminated().withExitCode(137).endTerminated().endState());
    assertThat(trouble(killed).words())
        .isEqualTo("is not ready: container main was ended by signal 9");
  }

  @Test
  void whatTheRuntimeRefusesIsSaidOnce() {
    var refused =
        container(c -> c.withNewState().withNewWaiting(NO_COMMAND, "NoCommand").endState());
    assertThat(trouble(refused).sentence())
        .isEqualTo(
            "pod web is not ready: container main has no `command`, and images are not pulled"
                + " here: add `command:` with a program of this machine");
  }

  @Test
  void aProbeThatDoesNotPassIsNamedAndWorriesAfterAWhile() {
    var probed = unready(Optional.empty());
    var early = trouble(probed);
    var late = PodTrouble.of(observed(probed), Given.NOW.plusSeconds(10)).orElseThrow();

    assertThat(early.words())
        .isEqualTo(
            "is not ready: the readiness probe of container main (HTTP GET :9376/healthz)"
                + " does not pass");
    assertThat(early.waits()).isTrue();
    assertThat(early.due()).contains(Given.NOW.plusSeconds(10));
    assertThat(late.waits()).isFalse();
    assertThat(late.due()).isEmpty();
  }

  @Test
  void aProbeIsGivenItsTimeAfterThatOfStarting() {
    var startup = new ProbeBuilder().withPeriodSeconds(2).withFailureThreshold(30).build();
    var trouble = trouble(unready(Optional.of(startup)));

    assertThat(trouble.words()).startsWith("is not ready: the readiness probe");
    assertThat(trouble.due()).contains(Given.NOW.plusSeconds(60 + 10));
  }

  @Test
  void anInitContainerThatRunsIsWaitedFor() {
    var pod =
        new PodBuilder(pod())
            .editSpec()
            .withInitContainers(new ContainerBuilder().withName("migrate").build())
            .endSpec()
            .withNewStatus()
            .withPhase("Pending")
            .withInitContainerStatuses(
                new ContainerStatusBuilder()
                    .withName("migrate")
                    .withNewState()
                    .withNewRunning(Given.NOW.toString())
                    .endState()
                    .build())
            .endStatus()
            .build();
    assertThat(trouble(pod).sentence()).isEqualTo("pod web waits for init container migrate");
    assertThat(trouble(pod).waits()).isTrue();
  }

  @Test
  void anEvictedPodAndAConditionSpeakForThemselves() {
    var evicted =
        new PodBuilder(Given.phase(pod(), "Failed"))
            .editStatus()
            .withReason("Evicted")
            .withMessage("The node was low on memory.")
            .endStatus()
            .build();
    assertThat(trouble(evicted).sentence()).isEqualTo("pod web failed: The node was low on memory");
    var condition =
        new PodConditionBuilder()
            .withType("Ready")
            .withStatus("False")
            .withMessage("no address is free")
            .build();
    var waiting =
        new PodBuilder(pod()).withNewStatus().withConditions(condition).endStatus().build();
    assertThat(trouble(waiting).sentence()).isEqualTo("pod web is not ready: no address is free");
  }

  /// Its container runs since `NOW`, has started, and has a readiness probe that may take 10
  // seconds.
  private static Pod unready(Optional<Probe> startup) {
    return new PodBuilder(
            container(
                c ->
                    c.withStarted(true)
                        .withReady(false)
                        .withNewState()
                        .withNewRunning(Given.NOW.toString())
                        .endState()))
        .editSpec()
        .editFirstContainer()
        .withStartupProbe(startup.orElse(null))
        .withNewReadinessProbe()
        .withPeriodSeconds(5)
        .withFailureThreshold(2)
        .withNewHttpGet()
        .withPath("/healthz")
        .withPort(new IntOrString(9376))
        .endHttpGet()
        .endReadinessProbe()
        .endContainer()
        .endSpec()
        .build();
  }

  private static PodTrouble trouble(Pod pod) {
    return PodTrouble.of(observed(pod), Given.NOW).orElseThrow();
  }

  private static ObservedPod observed(Pod pod) {
    return ObservedPod.of(pod);
  }

  private static Pod pod() {
    return Given.pod("web", Map.of("app", "web"));
  }

  private static Pod container(UnaryOperator<ContainerStatusBuilder> change) {
    var status = change.apply(new ContainerStatusBuilder().withName("main")).build();
    return new PodBuilder(pod())
        .withNewStatus()
        .withPhase("Running")
        .withContainerStatuses(List.of(status))
        .endStatus()
        .build();
  }
}
