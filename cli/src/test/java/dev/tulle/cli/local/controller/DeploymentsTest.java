package dev.tulle.cli.local.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Condition;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.ObjectStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DeploymentsTest {

  private static final ObjectName WEB = new ObjectName("Deployment", "default", "web");

  private final LocalCluster cluster = new LocalCluster(1);

  @Test
  void makesReplicasOfItsTemplate() {
    cluster.apply(Given.deployment("web", 3, "v1"));
    cluster.step();

    assertThat(cluster.pods).hasSize(3);
    var hash = Template.of(Given.template("web", "v1")).hash();
    for (var pod : cluster.pods.values()) {
      assertThat(pod.getMetadata().getName()).matches("web-" + hash + "-[bcdfghj-np-tv-xz24-9]{5}");
      assertThat(pod.getMetadata().getLabels())
          .containsEntry("app", "web")
          .containsEntry("pod-template-hash", hash);
      assertThat(pod.getMetadata().getUid())
          .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
      assertThat(pod.getMetadata().getOwnerReferences())
          .extracting(OwnerReference::getKind, OwnerReference::getName)
          .containsExactly(tuple("Deployment", "web"));
      assertThat(pod.getSpec().getNodeName()).isEqualTo("here");
      assertThat(pod.getSpec().getServiceAccountName()).isEqualTo("default");
    }
    assertThat(uids(cluster.pods.values())).hasSize(3);
  }

  @Test
  void doesNothingWhenNothingChanged() {
    cluster.apply(Given.deployment("web", 3, "v1"));
    cluster.step();
    assertThat(cluster.observe().actions()).isEmpty();
    cluster.settle();
    assertThat(cluster.observe().actions()).isEmpty();
  }

  @Test
  void replicasAndLabelsOfTheDeploymentRestartNothing() {
    cluster.apply(Given.deployment("web", 3, "v1"));
    cluster.settle();
    var before = uids(cluster.pods.values());
    cluster.apply(
        new DeploymentBuilder(Given.deployment("web", 5, "v1"))
            .editMetadata()
            .addToLabels("team", "blue")
            .endMetadata()
            .build());
    cluster.settle();

    assertThat(cluster.pods).hasSize(5);
    assertThat(uids(cluster.pods.values())).containsAll(before);
  }

  @Test
  void aNewTemplateRollsWithinItsBounds() {
    cluster.apply(rolling(4, "v1", "1", "0"));
    cluster.settle();
    cluster.apply(rolling(4, "v2", "1", "0"));

    cluster.step();
    assertThat(cluster.active()).hasSize(5); // one more, none taken away
    assertThat(cluster.observe().actions()).isEmpty(); // until the new one is ready
    cluster.settle();

    assertThat(cluster.active()).hasSize(4);
    assertThat(images()).containsExactly("example/web:v2");
  }

  @Test
  void withoutSurgeItTakesAwayFirst() {
    cluster.apply(rolling(4, "v1", "0", "50%"));
    cluster.settle();
    cluster.apply(rolling(4, "v2", "0", "50%"));
    cluster.step();

    assertThat(cluster.pods.values()).filteredOn(DeploymentsTest::terminating).hasSize(2);
    assertThat(cluster.active()).hasSize(4);
  }

  @Test
  void recreateEndsAllBeforeItStartsAny() {
    cluster.apply(recreate("v1"));
    cluster.settle();
    cluster.apply(recreate("v2"));
    cluster.step();
    assertThat(cluster.pods.values()).hasSize(2).allMatch(DeploymentsTest::terminating);
    assertThat(cluster.observe().actions()).isEmpty(); // they are still ending
    cluster.reap();
    cluster.step();

    assertThat(cluster.pods).hasSize(2);
    assertThat(images()).containsExactly("example/web:v2");
  }

  @Test
  void minReadySecondsHoldsTheRolloutAndSaysWhenToLookAgain() {
    var first = minReady(rolling(1, "v1", "1", "0"));
    cluster.apply(first);
    cluster.settle();
    cluster.pass(Duration.ofSeconds(10));
    cluster.apply(minReady(rolling(1, "v2", "1", "0")));
    cluster.step();
    cluster.changeAll(p -> ObservedPod.of(p).ready() ? p : ready(p));

    var waiting = cluster.step();
    assertThat(waiting.actions()).isEmpty();
    assertThat(waiting.next()).contains(cluster.now.plusSeconds(10));
    cluster.pass(Duration.ofSeconds(10));
    assertThat(cluster.step().actions()).hasSize(1);
  }

  @Test
  void pausedItScalesWithWhatItHasAndRollsNothing() {
    cluster.apply(Given.deployment("web", 2, "v1"));
    cluster.settle();
    cluster.apply(paused(Given.deployment("web", 4, "v2")));
    cluster.settle();
    assertThat(cluster.active()).hasSize(4);
    assertThat(images()).containsExactly("example/web:v1");

    cluster.apply(paused(Given.deployment("web", 1, "v2")));
    cluster.settle();
    assertThat(cluster.active()).hasSize(1);
    cluster.apply(Given.deployment("web", 1, "v2"));
    cluster.settle();
    assertThat(images()).containsExactly("example/web:v2");
  }

  @Test
  void aPausedNewDeploymentMakesNothing() {
    cluster.apply(paused(Given.deployment("web", 2, "v1")));
    assertThat(cluster.step().actions()).isEmpty();
    assertThat(condition("Progressing").message()).isEqualTo("it is paused: no pod is made");
  }

  @Test
  void podsThatEndedAreReplaced() {
    cluster.apply(Given.deployment("web", 2, "v1"));
    cluster.settle();
    var lost = cluster.names().getFirst();
    cluster.change(lost, p -> Given.phase(p, "Failed"));
    cluster.settle();

    assertThat(cluster.active()).hasSize(2);
    assertThat(cluster.names()).doesNotContain(lost);
  }

  @Test
  void theOneThatIsNotReadyGoesFirstThenTheYoungest() {
    cluster.apply(Given.deployment("web", 3, "v1"));
    cluster.settle();
    var failing = cluster.names().get(1);
    cluster.change(failing, p -> Given.running(p, "10.0.0.1", false, cluster.now));
    cluster.apply(Given.deployment("web", 2, "v1"));
    cluster.step();
    cluster.reap();
    assertThat(cluster.names()).hasSize(2).doesNotContain(failing);

    var young = cluster.names().getFirst();
    cluster.change(young, p -> Given.running(p, "10.0.0.1", true, cluster.now.plusSeconds(1)));
    cluster.apply(Given.deployment("web", 1, "v1"));
    cluster.settle();
    assertThat(cluster.names()).hasSize(1).doesNotContain(young);
  }

  @Test
  void goneFromTheFolderItsPodsGo() {
    var web = Given.deployment("web", 2, "v1");
    cluster.apply(web);
    cluster.settle();
    cluster.remove(web);
    cluster.step();

    assertThat(cluster.log).last().asString().contains("Deployment default/web is gone");
    assertThat(cluster.active()).isEmpty();
  }

  @Test
  void anotherProcessTakesThePodsOver() {
    cluster.apply(Given.deployment("web", 3, "v1"));
    cluster.settle();
    var next = new LocalCluster(2);
    next.apply(Given.deployment("web", 3, "v1"));
    next.pods.putAll(cluster.pods);

    assertThat(next.step().actions()).isEmpty();
  }

  @Test
  void aSelectorThatMissesItsPodsIsRefused() {
    var wrong =
        new DeploymentBuilder(Given.deployment("web", 2, "v1"))
            .editSpec()
            .editSelector()
            .addToMatchLabels("app", "wep")
            .endSelector()
            .endSpec()
            .build();
    cluster.apply(wrong);

    assertThat(cluster.step().actions()).isEmpty();
    assertThat(status().findings())
        .extracting(Finding::reason, Finding::message)
        .containsExactly(
            tuple(
                "SelectorMismatch",
                "Deployment default/web selects app=wep, but its pods are labelled app=web."));
  }

  @Test
  void saysHowFarItIs() {
    cluster.apply(Given.deployment("web", 2, "v1"));
    cluster.settle();
    assertThat(condition("Available").message()).isEqualTo("2 of 2 replicas ready");
    assertThat(condition("Progressing").reason()).isEqualTo("NewReplicaSetAvailable");

    cluster.apply(Given.deployment("web", 2, "v2"));
    cluster.step();
    assertThat(condition("Progressing").message())
        .isEqualTo("1 of 2 pods are of the present template; 2 earlier ones to go");
  }

  @Test
  void saysWhenItIsStuck() {
    cluster.apply(Given.deployment("web", 1, "v1"));
    cluster.step();
    assertThat(cluster.observe().next()).contains(cluster.now.plusSeconds(600));
    cluster.pass(Duration.ofMinutes(10));

    assertThat(condition("Progressing").reason()).isEqualTo("ProgressDeadlineExceeded");
    assertThat(status().findings())
        .extracting(Finding::reason)
        .contains("ProgressDeadlineExceeded");
  }

  @Test
  void missingPartsDoNotThrow() {
    var bare = new Deployment();
    bare.setMetadata(new ObjectMetaBuilder().withName("web").build());
    cluster.apply(bare);
    assertThat(cluster.step().actions()).isEmpty();
    assertThat(status().findings()).extracting(Finding::reason).containsExactly("SelectorMissing");
  }

  private ObjectStatus status() {
    return Objects.requireNonNull(cluster.observe().statuses().get(WEB));
  }

  private Condition condition(String type) {
    return status().conditions().stream()
        .filter(c -> c.type().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private Set<String> images() {
    return cluster.active().stream()
        .map(p -> p.getSpec().getContainers().getFirst().getImage())
        .collect(Collectors.toSet());
  }

  private Pod ready(Pod pod) {
    return Given.running(pod, "10.0.0.1", true, cluster.now);
  }

  private static List<String> uids(Collection<Pod> pods) {
    return pods.stream().map(p -> p.getMetadata().getUid()).distinct().toList();
  }

  private static boolean terminating(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  private static Deployment rolling(int replicas, String version, String surge, String down) {
    return Given.rolling(Given.deployment("web", replicas, version), surge, down);
  }

  private static Deployment minReady(Deployment deployment) {
    return new DeploymentBuilder(deployment).editSpec().withMinReadySeconds(10).endSpec().build();
  }

  private static Deployment paused(Deployment deployment) {
    return new DeploymentBuilder(deployment).editSpec().withPaused(true).endSpec().build();
  }

  private static Deployment recreate(String version) {
    return new DeploymentBuilder(Given.deployment("web", 2, version))
        .editSpec()
        .withNewStrategy()
        .withType("Recreate")
        .endStrategy()
        .endSpec()
        .build();
  }
}
