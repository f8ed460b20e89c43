package dev.tulle.cli.cluster;

import static dev.tulle.cli.cluster.ChartedCluster.LIMIT;
import static dev.tulle.cli.cluster.ChartedCluster.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tulle.core.gateway.GatewaySettings;
import dev.tulle.core.world.InstalledGatewayApi;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayClass;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What an installation says of its cluster, and that a second one leaves the first alone. Runs
/// with `.tools/api-server ./verify cluster`.
@Tag("cluster")
final class OneInstallationTest {

  private static final String OTHER = "tulle-other";
  private static final String BUNDLE = "gateway.networking.k8s.io/bundle-version";

  private ChartedCluster cluster;

  @BeforeEach
  void start() throws Exception {
    cluster = ChartedCluster.open();
    cluster.install(NAMESPACE);
  }

  @AfterEach
  void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private Optional<Condition> supportedVersion() {
    return cluster
        .client()
        .resources(GatewayClass.class)
        .withName("tulle")
        .get()
        .getStatus()
        .getConditions()
        .stream()
        .filter(condition -> condition.getType().equals("SupportedVersion"))
        .findFirst();
  }

  private void installed(String version) {
    cluster
        .client()
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(InstalledGatewayApi.NAME.name())
        .edit(
            each -> {
              each.getMetadata().getAnnotations().put(BUNDLE, version);
              return each;
            });
  }

  private void awaitSupported(String truth) {
    await()
        .atMost(LIMIT)
        .until(() -> supportedVersion().filter(it -> it.getStatus().equals(truth)).isPresent());
  }

  @Test
  void aGatewayApiOfAnotherVersionIsToldInTheStatusOfTheClass() throws Exception {
    cluster.start(NAMESPACE, "a");
    awaitSupported("True");
    try {
      installed("v1.7.0");
      awaitSupported("False");
      assertThat(supportedVersion().orElseThrow().getMessage())
          .contains("installed in version v1.7.0, and Tulle is made for v1.6")
          .contains("install version v1.6 over it");
    } finally {
      installed(GatewaySettings.SUPPORTED_VERSION);
    }
    awaitSupported("True");
  }

  private Deployment proxies() {
    return cluster.client().apps().deployments().inNamespace("shop").withName("web-tulle").get();
  }

  @Test
  void aSecondOneWritesNothingUntilTheFirstIsGone() throws Exception {
    cluster.namespace("shop");
    cluster.apply(
        new GatewayBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName("web")
            .endMetadata()
            .withNewSpec()
            .withGatewayClassName("tulle")
            .addNewListener()
            .withName("http")
            .withPort(80)
            .withProtocol("HTTP")
            .endListener()
            .endSpec()
            .build());
    var first = cluster.start(NAMESPACE, "a");
    await().atMost(LIMIT).until(() -> proxies() != null);
    var uid = proxies().getMetadata().getUid();

    cluster.install(OTHER);
    var second = cluster.start(OTHER, "a");
    await()
        .atMost(LIMIT)
        .until(() -> cluster.privileges(OTHER).used().contains("list deployments.apps"));
    assertThat(first.leads()).isTrue();
    assertThat(second.leads()).isFalse();
    assertThat(cluster.privileges(OTHER).used()).noneMatch(right -> right.startsWith("patch "));

    first.mesh().close();
    cluster.client().apps().deployments().inNamespace(NAMESPACE).withName("tulle").delete();
    await().atMost(LIMIT).until(second::leads);
    await().atMost(LIMIT).until(() -> proxies().getMetadata().getGeneration() > 1);
    assertThat(proxies().getMetadata().getUid()).as("taken over, not made anew").isEqualTo(uid);
    assertThat(cluster.privileges(OTHER).refused()).isEmpty();
  }
}
