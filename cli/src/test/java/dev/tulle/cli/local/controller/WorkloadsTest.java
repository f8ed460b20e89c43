package dev.tulle.cli.local.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import dev.tulle.core.world.PodRecord;
import dev.tulle.core.world.PodRecord.PodPort;
import dev.tulle.core.world.SliceRecord.SliceEndpoint;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WorkloadsTest {

  private final LocalCluster cluster = new LocalCluster(1);

  @Test
  void fromDeploymentAndServiceToEndpoints() {
    cluster.apply(
        Given.deployment("web", 3, "v1"),
        Given.service("web", Map.of("app", "web"), new IntOrString("http")));
    var outcome = cluster.settle();

    assertThat(outcome.slices()).hasSize(1);
    assertThat(outcome.slices().getFirst().endpoints()).hasSize(3).allMatch(SliceEndpoint::ready);
    assertThat(outcome.replicas())
        .containsExactly(
            Map.entry(new ObjectName("Deployment", "default", "web"), new Replicas(3, 3, 3, 3, 3)));
    assertThat(outcome.statuses().values()).allMatch(s -> s.findings().isEmpty());
    assertThat(cluster.observe()).isEqualTo(cluster.observe());
  }

  @Test
  void objectsOfOtherKindsAreNoneOfItsBusiness() {
    var map = new ConfigMapBuilder().withNewMetadata().withName("m").endMetadata().build();
    cluster.apply(map);
    assertThat(cluster.step()).isEqualTo(cluster.step());
    assertThat(cluster.observe().statuses()).isEmpty();
  }

  @Test
  void aPlainPodIsMadeAsItIs() {
    cluster.apply(Given.pod("one", Map.of("app", "one")));
    cluster.settle();
    var pod = pod("one");
    assertThat(pod.getMetadata().getLabels()).isEqualTo(Map.of("app", "one"));
    assertThat(pod.getMetadata().getOwnerReferences()).isEmpty();
    assertThat(pod.getSpec().getServiceAccountName()).isEqualTo("default");
    assertThat(cluster.observe().actions()).isEmpty();
  }

  @Test
  void aChangedPlainPodIsReplacedAndAnotherIsLeftAlone() {
    cluster.apply(Given.pod("one", Map.of("app", "one")), Given.pod("two", Map.of()));
    cluster.settle();
    var two = pod("two").getMetadata().getUid();
    cluster.log.clear();
    cluster.apply(Given.pod("one", Map.of("app", "uno")));
    cluster.settle();

    assertThat(cluster.log).hasSize(2).last().isEqualTo("create one");
    assertThat(cluster.log.getFirst()).contains("Kubernetes would refuse most such changes");
    assertThat(pod("two").getMetadata().getUid()).isEqualTo(two);
  }

  @Test
  void aPlainPodThatEndedIsNotRunAgain() {
    cluster.apply(Given.pod("one", Map.of()));
    cluster.step();
    cluster.change("one", p -> Given.phase(p, "Succeeded"));
    assertThat(cluster.step().actions()).isEmpty();
  }

  @Test
  void aPlainPodGoneFromTheFolderGoes() {
    var one = Given.pod("one", Map.of());
    cluster.apply(one);
    cluster.settle();
    cluster.remove(one);
    cluster.step();
    assertThat(cluster.log).last().isEqualTo("delete one: its file is gone");
  }

  @Test
  void aPlainPodCannotTakeAnotherPodsName() {
    cluster.apply(Given.deployment("web", 1, "v1"));
    cluster.settle();
    var taken = cluster.names().getFirst();
    cluster.apply(Given.pod(taken, Map.of()));

    assertThat(cluster.step().actions()).isEmpty();
    assertThat(findings("Pod", taken)).extracting(Finding::reason).containsExactly("NameTaken");
  }

  @Test
  void aServiceThatSelectsNothingIsToldWhatIsNearest() {
    cluster.apply(
        Given.deployment("web", 0, "v1"),
        Given.deployment("db", 1, "v1"),
        Given.deployment("api", 1, "v1"),
        Given.service("web", Map.of("app", "wep"), new IntOrString(80)));

    assertThat(findings("Service", "web"))
        .extracting(Finding::reason, Finding::path, Finding::message, Finding::cure)
        .containsExactly(
            tuple(
                "NoPodsSelected",
                "spec.selector",
                "No pod in namespace default has app=wep; the nearest, Deployment default/web, has"
                    + " app=web.",
                "Set spec.selector to app=web, or label the pods with app=wep."));
  }

  @Test
  void labelsThatControllersGiveAreNotLookedForInTemplates() {
    cluster.apply(
        Given.deployment("db", 1, "v1"),
        Given.service(
            "primary",
            Map.of("app", "db", "statefulset.kubernetes.io/pod-name", "db-0"),
            new IntOrString(80)));
    assertThat(cluster.observe().statuses())
        .doesNotContainKey(new ObjectName("Service", "default", "primary"));
  }

  @Test
  void aWorkloadScaledToZeroIsNoMistake() {
    cluster.apply(
        Given.deployment("web", 0, "v1"),
        Given.service("web", Map.of("app", "web"), new IntOrString(80)));
    assertThat(cluster.observe().statuses())
        .doesNotContainKey(new ObjectName("Service", "default", "web"));
  }

  @Test
  void podsInAnotherNamespaceAreNamed() {
    var elsewhere = Given.deployment("web", 1, "v1");
    elsewhere.getMetadata().setNamespace("shop");
    cluster.apply(elsewhere, Given.service("web", Map.of("app", "web"), new IntOrString(80)));
    assertThat(findings("Service", "web").getFirst().message())
        .isEqualTo(
            "No pod in namespace default has app=web; Deployment shop/web has, in another"
                + " namespace.");
  }

  @Test
  void nothingToSelectAtAll() {
    cluster.apply(Given.service("web", Map.of("app", "web"), new IntOrString(80)));
    assertThat(findings("Service", "web").getFirst().cure())
        .isEqualTo("Add a Deployment whose pods have app=web.");
  }

  @Test
  void aTargetPortThatNoPodNamesIsTold() {
    cluster.apply(
        Given.deployment("web", 1, "v1"),
        Given.service("web", Map.of("app", "web"), new IntOrString("grpc")));
    assertThat(findings("Service", "web"))
        .extracting(Finding::path, Finding::message)
        .containsExactly(
            tuple(
                "spec.ports[0].targetPort",
                "Service default/web targets a port named grpc, which the pods of Deployment"
                    + " default/web do not declare; they declare http 9376."));
  }

  @Test
  void whatAProgramWouldMissIsTold() {
    var pod =
        new PodBuilder(Given.pod("one", Map.of()))
            .editSpec()
            .withHostNetwork(true)
            .addNewVolume()
            .withName("settings")
            .endVolume()
            .editFirstContainer()
            .addNewEnv()
            .withName("CPUS")
            .withNewValueFrom()
            .withNewResourceFieldRef()
            .withResource("limits.cpu")
            .endResourceFieldRef()
            .endValueFrom()
            .endEnv()
            .withNewLifecycle()
            .withNewPostStart()
            .endPostStart()
            .endLifecycle()
            .endContainer()
            .endSpec()
            .build();
    cluster.apply(pod);
    cluster.settle();

    assertThat(findings("Pod", "one"))
        .extracting(Finding::path)
        .containsExactly(
            "spec.volumes",
            "spec.hostNetwork",
            "spec.containers[0].lifecycle.postStart",
            "spec.containers[0].env[0].valueFrom.resourceFieldRef");
    assertThat(findings("Pod", "one").getFirst().message())
        .isEqualTo("Pod default/one has volumes (settings), which are not mounted here.");
  }

  @Test
  void projectsAPod() {
    var pod =
        new PodBuilder(
                Given.running(Given.pod("one", Map.of("app", "one")), "10.0.0.1", true, Given.NOW))
            .editSpec()
            .addNewInitContainer()
            .withName("proxy")
            .withRestartPolicy("Always")
            .addNewPort()
            .withContainerPort(15000)
            .withProtocol("UDP")
            .endPort()
            .endInitContainer()
            .endSpec()
            .build();
    var projected = PodRecord.of(pod);

    assertThat(projected.name()).isEqualTo(new ObjectName("Pod", "default", "one"));
    assertThat(projected.addresses()).containsExactly("10.0.0.1");
    assertThat(projected.serviceAccount()).isEqualTo("default");
    assertThat(projected.node()).isEqualTo("here");
    assertThat(projected.ports())
        .containsExactly(new PodPort("http", 9376, "TCP"), new PodPort("", 15000, "UDP"));
    assertThat(projected.ready()).isTrue();
    assertThat(projected.terminating()).isFalse();
  }

  @Test
  void objectsWithoutASpecDoNotThrow() {
    var metadata = new ObjectMetaBuilder().withName("bare").build();
    var service = new ServiceBuilder().withMetadata(metadata).build();
    var job = new Job();
    job.setMetadata(metadata);
    var pod = new PodBuilder().withMetadata(metadata).build();
    cluster.apply(service, job, pod);
    cluster.step();
    assertThat(cluster.step().actions()).isEmpty();
  }

  private List<Finding> findings(String kind, String name) {
    var status = cluster.observe().statuses().get(new ObjectName(kind, "default", name));
    return Objects.requireNonNull(status).findings();
  }

  private Pod pod(String name) {
    return Objects.requireNonNull(cluster.pods.get(new ObjectName("Pod", "default", name)));
  }
}
