package dev.tulle.cli.cluster.live;

import static dev.tulle.cli.cluster.live.LiveCluster.LIMIT;
import static dev.tulle.cli.cluster.live.LiveCluster.hold;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

import dev.tulle.core.gateway.GatewayApi;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What a Gateway's proxies are made of is as the Gateway and its parameters ask, whoever else
/// writes it, and goes with the Gateway. What is another controller's is left alone. Each test
/// leaves the Gateway as it was.
@Tag("live")
@TestInstance(PER_CLASS)
final class ProvisioningLiveTest {

  private static final Duration QUIET = Duration.ofSeconds(10);
  private static final String NAME = "web-tulle";
  private static final List<Class<? extends HasMetadata>> KINDS =
      List.of(
          ConfigMap.class,
          ServiceAccount.class,
          Service.class,
          Deployment.class,
          PodDisruptionBudget.class,
          HorizontalPodAutoscaler.class);

  private static final Set<String> HAVE_STATUS =
      Set.of("Deployment", "PodDisruptionBudget", "HorizontalPodAutoscaler");

  private LiveCluster cluster;

  @BeforeAll
  void start() {
    cluster = LiveCluster.open("provisioning");
    cluster.apply("elsewhere.yaml");
    provision();
  }

  private void provision() {
    cluster.apply("provisioned.yaml");
    awaitProxies(3);
    cluster.address("web", 80);
  }

  @AfterAll
  void stop() {
    if (cluster != null) {
      cluster
          .client()
          .genericKubernetesResources(LiveCluster.GATEWAY_API, "GatewayClass")
          .withName(cluster.namespace())
          .delete();
      cluster.close();
    }
  }

  private void awaitProxies(int count) {
    await().atMost(LIMIT).until(() -> cluster.readyProxies("web").size() == count);
  }

  private <T extends HasMetadata> Resource<T> made(Class<T> kind) {
    return cluster.client().resources(kind).inNamespace(cluster.namespace()).withName(NAME);
  }

  private Deployment deployment() {
    return made(Deployment.class).get();
  }

  private void parameters(Map<String, Object> spec) {
    cluster
        .object("GatewayParameters", "web")
        .edit(
            each -> {
              each.setAdditionalProperty("spec", spec);
              return each;
            });
  }

  @Test
  void whatIsAskedForIsThere() {
    for (var kind : KINDS.subList(1, 5)) {
      var metadata = made(kind).get().getMetadata();
      assertThat(metadata.getLabels()).containsEntry("example.com/team", "web");
      assertThat(metadata.getAnnotations()).containsEntry("example.com/cost", "low");
      assertThat(metadata.getOwnerReferences()).hasSize(1);
    }
    // those of another test may be on their way out
    await().atMost(LIMIT).untilAsserted(this::podsAreAsAskedFor);
    var service = made(Service.class).get();
    assertThat(service.getSpec().getType()).isEqualTo("ClusterIP");
    assertThat(service.getMetadata().getAnnotations())
        .containsEntry("example.com/balancer", "quick");
    assertThat(service.getSpec().getPorts())
        .extracting(port -> port.getPort())
        .containsExactly(80, 8080);
    assertThat(cluster.address("web", 80).getHostString())
        .isEqualTo(service.getSpec().getClusterIP());
  }

  private void podsAreAsAskedFor() {
    assertThat(cluster.readyProxies("web"))
        .hasSize(3)
        .allSatisfy(
            pod -> {
              assertThat(pod.getMetadata().getLabels()).containsEntry("example.com/team", "web");
              assertThat(pod.getMetadata().getAnnotations())
                  .containsEntry("example.com/cost", "low");
              var envoy = pod.getSpec().getContainers().getFirst();
              assertThat(envoy.getResources().getRequests())
                  .containsEntry("cpu", new Quantity("20m"));
              assertThat(envoy.getArgs()).contains("error");
            });
  }

  @Test
  void whatSomebodyElseWritesIsPutRight() {
    var wanted = deployment().getSpec();
    made(Deployment.class)
        .edit(
            each -> {
              each.getSpec().setReplicas(1);
              each.getSpec().getTemplate().getSpec().getContainers().getFirst().setImage("other:1");
              return each;
            });
    await()
        .atMost(LIMIT)
        .until(
            () ->
                deployment().getSpec().getReplicas() == 3
                    && deployment().getSpec().getTemplate().equals(wanted.getTemplate()));

    made(Service.class)
        .edit(
            each -> {
              each.getSpec().getPorts().removeLast();
              each.getSpec().getPorts().getFirst().setTargetPort(new IntOrString(9));
              each.getSpec().getSelector().put("app", "nothing");
              each.getMetadata().getLabels().put("example.com/team", "another");
              return each;
            });
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              var service = made(Service.class).get();
              assertThat(service.getMetadata().getLabels())
                  .containsEntry("example.com/team", "web");
              assertThat(service.getSpec().getPorts())
                  .extracting(port -> port.getTargetPort().getIntVal())
                  .containsExactly(80, 8080);
            });

    for (var kind : KINDS.subList(1, 5)) {
      var uid = made(kind).get().getMetadata().getUid();
      made(kind).delete();
      await()
          .atMost(LIMIT)
          .until(
              () ->
                  made(kind).get() != null && !made(kind).get().getMetadata().getUid().equals(uid));
    }
    awaitProxies(3);
  }

  @Test
  void anAutoscalerDecidesWhereItIsAskedFor() {
    parameters(Map.of("autoscaling", Map.of("minReplicas", 2, "maxReplicas", 4)));
    await().atMost(LIMIT).until(() -> made(HorizontalPodAutoscaler.class).get() != null);
    hold(
        Duration.ofSeconds(5), () -> assertThat(deployment().getSpec().getReplicas()).isEqualTo(3));
    cluster.deployment(NAME).scale(4);
    hold(
        Duration.ofSeconds(5), () -> assertThat(deployment().getSpec().getReplicas()).isEqualTo(4));

    parameters(Map.of("replicas", 1));
    await().atMost(LIMIT).until(() -> deployment().getSpec().getReplicas() == 1);
    await()
        .atMost(LIMIT)
        .until(
            () ->
                made(HorizontalPodAutoscaler.class).get() == null
                    && made(PodDisruptionBudget.class).get() == null);
    provision();
  }

  @Test
  void parametersThatAreNotThereAreToldOf() {
    cluster.object("GatewayParameters", "web").delete();
    await()
        .atMost(LIMIT)
        .until(
            () ->
                cluster.conditions("Gateway", "web").contains("Accepted=False InvalidParameters"));
    provision();
  }

  @Test
  void nothingIsWrittenWhereNothingChanges() {
    var before = settled();
    assertThat(before).hasSizeGreaterThan(8);
    hold(QUIET, () -> assertThat(versions()).isEqualTo(before));
  }

  /// When Kubernetes' own controllers are done with what other tests have left.
  private Map<String, String> settled() {
    var last = new AtomicReference<>(Map.<String, String>of());
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofSeconds(2))
        .until(
            () -> {
              var now = versions();
              return now.equals(last.getAndSet(now));
            });
    return last.get();
  }

  /// Of all that we make or write the status of, by kind and name.
  private Map<String, String> versions() {
    var versions = new TreeMap<String, String>();
    for (var kind : KINDS) {
      cluster
          .client()
          .resources(kind)
          .inNamespace(cluster.namespace())
          .withLabel(GatewayApi.MANAGED_BY, GatewayApi.TULLE)
          .list()
          .getItems()
          .forEach(each -> add(each, versions));
    }
    for (var name : List.of("web", "elsewhere")) {
      add(cluster.object("Gateway", name).get(), versions);
    }
    add(cluster.object("HTTPRoute", "elsewhere").get(), versions);
    var classes =
        cluster.client().genericKubernetesResources(LiveCluster.GATEWAY_API, "GatewayClass");
    classes.list().getItems().forEach(each -> add(each, versions));
    return versions;
  }

  private static void add(HasMetadata object, Map<String, String> versions) {
    var metadata = object.getMetadata();
    versions.put(object.getKind() + " " + metadata.getName(), version(metadata, object.getKind()));
  }

  /// The version of the object. Where Kubernetes' own controllers write a status while pods come
  /// and go, what we have written last, and when.
  private static String version(ObjectMeta metadata, String kind) {
    return HAVE_STATUS.contains(kind)
        ? metadata.getManagedFields().stream()
            .filter(entry -> entry.getManager().startsWith(GatewayApi.TULLE))
            .toList()
            .toString()
        : metadata.getResourceVersion();
  }

  @Test
  void whatIsOfAnotherControllerIsLeftAlone() {
    hold(
        Duration.ofSeconds(3),
        () -> {
          assertThat(cluster.proxies("elsewhere")).isEmpty();
          assertThat(cluster.conditions("Gateway", "elsewhere"))
              .as("what an API server fills in")
              .allMatch(condition -> condition.contains("=Unknown Pending"));
          assertThat(cluster.conditions("HTTPRoute", "elsewhere")).isEmpty();
          var there = cluster.client().services().inNamespace(cluster.namespace());
          assertThat(there.withName("elsewhere-tulle").get()).isNull();
        });
  }

  @Test
  void allOfItGoesWithTheGateway() {
    cluster.object("Gateway", "web").delete();
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              for (var kind : KINDS) {
                assertThat(
                        cluster
                            .client()
                            .resources(kind)
                            .inNamespace(cluster.namespace())
                            .withLabel(GatewayApi.MANAGED_BY, GatewayApi.TULLE)
                            .list()
                            .getItems())
                    .isEmpty();
              }
            });
    provision();
  }
}
