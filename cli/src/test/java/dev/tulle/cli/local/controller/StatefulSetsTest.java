package dev.tulle.cli.local.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.ObjectStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpecBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class StatefulSetsTest {

  private static final ObjectName DB = new ObjectName("StatefulSet", "default", "db");

  private final LocalCluster cluster = new LocalCluster(1);

  @Test
  void startsOneAfterTheOther() {
    cluster.apply(set(3, "v1"));
    cluster.step();
    assertThat(cluster.names()).containsExactly("db-0");
    assertThat(cluster.step().actions()).isEmpty(); // db-0 isn't ready
    cluster.changeAll(this::ready);
    cluster.step();
    assertThat(cluster.names()).containsExactly("db-0", "db-1");
    cluster.settle();
    assertThat(cluster.names()).containsExactly("db-0", "db-1", "db-2");
  }

  @Test
  void givesEachPodItsIdentity() {
    cluster.apply(set(2, "v1"));
    cluster.settle();
    var pod = pod("db-1");

    assertThat(pod.getSpec().getHostname()).isEqualTo("db-1");
    assertThat(pod.getSpec().getSubdomain()).isEqualTo("db-headless");
    assertThat(pod.getMetadata().getLabels())
        .containsEntry("apps.kubernetes.io/pod-index", "1")
        .containsEntry("statefulset.kubernetes.io/pod-name", "db-1")
        .containsKey("controller-revision-hash")
        .containsEntry("app", "db");
  }

  @Test
  void parallelStartsAndEndsAllAtOnce() {
    cluster.apply(parallel(set(3, "v1")));
    cluster.step();
    assertThat(cluster.names()).containsExactly("db-0", "db-1", "db-2");
    cluster.settle();
    cluster.apply(parallel(set(0, "v1")));
    cluster.step();
    assertThat(cluster.active()).isEmpty();
  }

  @Test
  void scalesDownFromTheHighestOneAfterTheOther() {
    cluster.apply(set(3, "v1"));
    cluster.settle();
    cluster.apply(set(1, "v1"));
    cluster.step();
    assertThat(cluster.active()).extracting(StatefulSetsTest::name).containsExactly("db-0", "db-1");
    assertThat(cluster.step().actions()).isEmpty(); // db-2 is still ending
    cluster.settle();
    assertThat(cluster.names()).containsExactly("db-0");
  }

  @Test
  void updatesFromTheHighestAndWaitsForEach() {
    cluster.apply(set(3, "v1"));
    cluster.settle();
    cluster.log.clear();
    cluster.apply(set(3, "v2"));
    cluster.step();
    assertThat(cluster.step().actions()).isEmpty();
    cluster.settle();

    assertThat(cluster.log)
        .containsExactly(
            "delete db-2: its StatefulSet's template has changed",
            "create db-2",
            "delete db-1: its StatefulSet's template has changed",
            "create db-1",
            "delete db-0: its StatefulSet's template has changed",
            "create db-0");
    assertThat(images()).containsOnly("example/db:v2");
  }

  @Test
  void maxUnavailableUpdatesSeveralAtOnce() {
    var two =
        spec(
            s ->
                s.editOrNewUpdateStrategy()
                    .editOrNewRollingUpdate()
                    .withMaxUnavailable(Given.intOrString("2"))
                    .endRollingUpdate()
                    .endUpdateStrategy());
    cluster.apply(parallel(edit(set(3, "v1"), two)));
    cluster.settle();
    cluster.apply(parallel(edit(set(3, "v2"), two)));
    cluster.step();

    assertThat(cluster.active()).extracting(StatefulSetsTest::name).containsExactly("db-0");
    cluster.settle();
    assertThat(images()).containsOnly("example/db:v2");
  }

  @Test
  void thePartitionKeepsLowerOrdinalsAsTheyAreEvenWhenOneIsLost() {
    var partition =
        spec(
            s ->
                s.editOrNewUpdateStrategy()
                    .editOrNewRollingUpdate()
                    .withPartition(2)
                    .endRollingUpdate()
                    .endUpdateStrategy());
    cluster.apply(set(3, "v1"));
    cluster.settle();
    cluster.apply(edit(set(3, "v2"), partition));
    cluster.settle();
    assertThat(images()).containsExactly("example/db:v1", "example/db:v1", "example/db:v2");

    cluster.pods.remove(new ObjectName("Pod", "default", "db-0"));
    cluster.settle();
    assertThat(images()).containsExactly("example/db:v1", "example/db:v1", "example/db:v2");
    assertThat(pod("db-0").getSpec().getHostname()).isEqualTo("db-0");
    assertThat(pod("db-0").getMetadata().getLabels()).containsEntry(StatefulSets.INDEX, "0");
  }

  @Test
  void onDeleteWaitsForTheUser() {
    var onDelete = spec(s -> s.withNewUpdateStrategy().withType("OnDelete").endUpdateStrategy());
    cluster.apply(edit(set(2, "v1"), onDelete));
    cluster.settle();
    cluster.apply(edit(set(2, "v2"), onDelete));
    assertThat(cluster.step().actions()).isEmpty();
    assertThat(status().conditions().get(1).message())
        .isEqualTo("2 pods of an earlier template to go, when they are deleted");

    cluster.pods.remove(new ObjectName("Pod", "default", "db-1"));
    cluster.settle();
    assertThat(images()).containsExactly("example/db:v1", "example/db:v2");
  }

  @Test
  void aPodThatNeverBecomesReadyIsRepairedByItsFile() {
    cluster.apply(set(2, "broken"));
    cluster.step();
    cluster.apply(set(2, "v2"));
    cluster.settle();
    assertThat(images()).containsExactly("example/db:v2", "example/db:v2");
  }

  @Test
  void ordinalsMayStartElsewhere() {
    cluster.apply(edit(set(2, "v1"), spec(s -> s.withNewOrdinals(5))));
    cluster.settle();
    assertThat(cluster.names()).containsExactly("db-5", "db-6");
  }

  @Test
  void aPodThatEndedIsMadeAnewUnderItsName() {
    cluster.apply(set(2, "v1"));
    cluster.settle();
    var uid = pod("db-0").getMetadata().getUid();
    cluster.change("db-0", p -> Given.phase(p, "Succeeded"));
    cluster.settle();
    assertThat(cluster.names()).containsExactly("db-0", "db-1");
    assertThat(pod("db-0").getMetadata().getUid()).isNotEqualTo(uid);
  }

  @Test
  void aTakenNameIsTold() {
    cluster.apply(Given.pod("db-0", Map.of()));
    cluster.settle();
    cluster.apply(set(1, "v1"));
    assertThat(cluster.step().actions()).isEmpty();
    assertThat(status().findings()).extracting(Finding::reason).containsExactly("NameTaken");
  }

  @Test
  void claimsAreReportedAsNotUsed() {
    var claim = new PersistentVolumeClaim();
    cluster.apply(edit(set(1, "v1"), spec(s -> s.withVolumeClaimTemplates(claim))));
    cluster.settle();
    assertThat(status().findings())
        .extracting(Finding::path)
        .containsExactly("spec.volumeClaimTemplates");
  }

  @Test
  void missingPartsDoNotThrow() {
    var bare = new StatefulSet();
    bare.setMetadata(new ObjectMetaBuilder().withName("db").build());
    cluster.apply(bare);
    assertThat(cluster.step().actions()).isEmpty();
  }

  private ObjectStatus status() {
    return Objects.requireNonNull(cluster.observe().statuses().get(DB));
  }

  private Pod pod(String name) {
    return Objects.requireNonNull(cluster.pods.get(new ObjectName("Pod", "default", name)));
  }

  private List<String> images() {
    return cluster.active().stream()
        .map(p -> p.getSpec().getContainers().getFirst().getImage())
        .toList();
  }

  private Pod ready(Pod pod) {
    return Given.running(pod, "10.0.0.1", true, cluster.now);
  }

  private static String name(Pod pod) {
    return pod.getMetadata().getName();
  }

  private static StatefulSet set(int replicas, String version) {
    return new StatefulSetBuilder()
        .withNewMetadata()
        .withName("db")
        .withNamespace("default")
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withServiceName("db-headless")
        .withNewSelector()
        .addToMatchLabels("app", "db")
        .endSelector()
        .withTemplate(Given.template("db", version))
        .endSpec()
        .build();
  }

  private static StatefulSet parallel(StatefulSet set) {
    return edit(set, s -> s.withPodManagementPolicy("Parallel"));
  }

  private static UnaryOperator<StatefulSetSpecBuilder> spec(
      UnaryOperator<StatefulSetSpecBuilder> change) {
    return change;
  }

  private static StatefulSet edit(StatefulSet set, UnaryOperator<StatefulSetSpecBuilder> change) {
    var spec = change.apply(new StatefulSetSpecBuilder(set.getSpec())).build();
    return new StatefulSetBuilder(set).withSpec(spec).build();
  }
}
