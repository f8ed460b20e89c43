package dev.tulle.cli.local.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.cli.local.pod.ContainerRun.Phase;
import dev.tulle.cli.local.pod.ContainerRun.Role;
import dev.tulle.cli.local.pod.PodPlan.Outcome;
import dev.tulle.cli.local.pod.PodPlan.Step;
import dev.tulle.cli.local.pod.PodRun.RestartPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PodPlanTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static ContainerRun fresh(String name, Role role) {
    return ContainerRun.created(name, role);
  }

  private static ContainerRun running(String name, Role role) {
    return fresh(name, role).launched(NOW).started(true).ready(true);
  }

  private static ContainerRun done(String name, Role role, int code) {
    return running(name, role).in(new Phase.Done(Exit.of(code, NOW, NOW)));
  }

  private static PodPlan plan(RestartPolicy policy, ContainerRun... containers) {
    return PodPlan.next(new PodRun(policy, List.of(containers)), NOW);
  }

  private static List<String> starts(PodPlan plan) {
    return plan.steps().stream().filter(Step.Start.class::isInstance).map(Step::container).toList();
  }

  @Test
  void initContainersRunOneAfterTheOther() {
    var first = fresh("a", Role.INIT);
    var second = fresh("b", Role.INIT);
    var main = fresh("m", Role.MAIN);
    assertThat(starts(plan(RestartPolicy.ALWAYS, first, second, main))).containsExactly("a");
    assertThat(starts(plan(RestartPolicy.ALWAYS, running("a", Role.INIT), second, main))).isEmpty();
    assertThat(starts(plan(RestartPolicy.ALWAYS, done("a", Role.INIT, 0), second, main)))
        .containsExactly("b");
    assertThat(
            starts(
                plan(
                    RestartPolicy.ALWAYS,
                    done("a", Role.INIT, 0),
                    done("b", Role.INIT, 0),
                    main,
                    fresh("n", Role.MAIN))))
        .containsExactly("m", "n");
  }

  @Test
  void aSidecarMustHaveStartedBeforeWhatFollows() {
    var main = fresh("m", Role.MAIN);
    var starting = running("s", Role.SIDECAR).started(false);
    assertThat(starts(plan(RestartPolicy.ALWAYS, starting, main))).isEmpty();
    assertThat(starts(plan(RestartPolicy.ALWAYS, starting.started(true), main)))
        .containsExactly("m");
  }

  @Test
  void aSidecarThatDiesComesBackBesideTheMains() {
    var plan =
        plan(
            RestartPolicy.NEVER,
            done("i", Role.INIT, 0),
            done("s", Role.SIDECAR, 1),
            running("m", Role.MAIN));
    assertThat(starts(plan)).containsExactly("s");
    assertThat(plan.outcome()).isEqualTo(Outcome.ONGOING);
  }

  @Test
  void aFailedInitContainerIsTriedAgainUnlessThePolicyForbids() {
    var failed = done("i", Role.INIT, 2);
    var main = fresh("m", Role.MAIN);
    assertThat(starts(plan(RestartPolicy.ON_FAILURE, failed, main))).containsExactly("i");
    assertThat(plan(RestartPolicy.NEVER, failed, main))
        .returns(List.of(), PodPlan::steps)
        .returns(Outcome.FAILED, PodPlan::outcome);
  }

  @Test
  void theRestartPolicyDecidesOverWhatHasEnded() {
    var good = done("g", Role.MAIN, 0);
    var bad = done("b", Role.MAIN, 1);
    assertThat(starts(plan(RestartPolicy.ALWAYS, good, bad))).containsExactly("g", "b");
    assertThat(starts(plan(RestartPolicy.ON_FAILURE, good, bad))).containsExactly("b");
    assertThat(plan(RestartPolicy.ON_FAILURE, good).outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(plan(RestartPolicy.NEVER, good, bad).outcome()).isEqualTo(Outcome.FAILED);
    assertThat(plan(RestartPolicy.NEVER, good, running("r", Role.MAIN)).outcome())
        .isEqualTo(Outcome.ONGOING);
  }

  @Test
  void theSecondRestartWaits() {
    var again = done("m", Role.MAIN, 1).launched(NOW).in(new Phase.Done(Exit.of(1, NOW, NOW)));
    var plan = plan(RestartPolicy.ALWAYS, again);
    var due = NOW.plusSeconds(10);
    assertThat(plan)
        .returns(List.of(new Step.HoldBack("m", due)), PodPlan::steps)
        .returns(Optional.of(due), PodPlan::wake);
    var waiting = again.in(new Phase.Waiting("CrashLoopBackOff", "", due));
    assertThat(plan(RestartPolicy.ALWAYS, waiting))
        .returns(List.of(), PodPlan::steps)
        .returns(Optional.of(due), PodPlan::wake);
    var later = PodPlan.next(new PodRun(RestartPolicy.ALWAYS, List.of(waiting)), due);
    assertThat(starts(later)).containsExactly("m");
  }

  @Test
  void sidecarsOfAPodThatIsDoneEndInReverse() {
    var main = done("m", Role.MAIN, 0);
    var first = running("s1", Role.SIDECAR);
    var second = running("s2", Role.SIDECAR);
    assertThat(plan(RestartPolicy.NEVER, first, second, main).steps())
        .containsExactly(new Step.Stop("s2"));
    var stopping = second.in(new Phase.Stopping(NOW));
    assertThat(plan(RestartPolicy.NEVER, first, stopping, main))
        .returns(List.of(), PodPlan::steps)
        .returns(Outcome.ONGOING, PodPlan::outcome);
    assertThat(plan(RestartPolicy.NEVER, first, done("s2", Role.SIDECAR, 143), main).steps())
        .containsExactly(new Step.Stop("s1"));
    assertThat(plan(RestartPolicy.NEVER, done("s1", Role.SIDECAR, 0), main).outcome())
        .isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void restartsAreCountedAndTheFirstComesAtOnce() {
    var once = done("m", Role.MAIN, 1);
    assertThat(once.restarts()).isZero();
    var twice = once.launched(NOW);
    assertThat(twice.restarts()).isEqualTo(1);
    assertThat(twice.last()).map(Exit::code).contains(1);
    assertThat(twice.backOff().delay()).isEqualTo(Duration.ofSeconds(10));
  }
}
