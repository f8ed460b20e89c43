package dev.tulle.cli.install;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.marcnuri.helm.Helm;
import dev.tulle.cli.outcome.Failure;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayClass;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClassBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The chart on a real API server, by Helm: installed in its last released form, upgraded to this
/// one, taken back, and removed. Runs with `./verify cluster`, where Tulle is not installed.
@Tag("cluster")
final class UpgradeTest {

  private static final Path BEFORE = Path.of("src", "test", "charts", "last-release", "tulle");
  private static final Path NOW = Path.of("..", "charts", "tulle");
  private static final String NAMESPACE = "tulle-system";
  private static final String OTHER = "tulle-other";
  private static final String DEFAULT = "ingressclass.kubernetes.io/is-default-class";
  private static final String PARAMETERS =
      """
      apiVersion: tulle.dev/v1alpha1
      kind: GatewayParameters
      metadata: {name: of-a-user, namespace: default}
      spec: {replicas: 3}
      """;

  private static final List<Class<? extends HasMetadata>> KINDS =
      List.of(
          ClusterRole.class,
          ClusterRoleBinding.class,
          Deployment.class,
          IngressClass.class,
          PodDisruptionBudget.class,
          Role.class,
          RoleBinding.class,
          Service.class,
          ServiceAccount.class);

  private static final JsonMapper JSON = JsonMapper.shared();

  private KubernetesClient client;

  @BeforeEach
  void start() {
    client = new KubernetesClientBuilder().build();
    assumeTrue(
        client.rbac().clusterRoles().withName("tulle").get() == null,
        "Tulle is installed in this cluster already");
  }

  @AfterEach
  void stop() {
    for (var namespace : List.of(NAMESPACE, OTHER)) {
      Helm.uninstall("tulle").withNamespace(namespace).ignoreNotFound().call();
    }
    client.close();
  }

  private static void install(Path chart, String namespace) {
    new Helm(chart).install().withName("tulle").withNamespace(namespace).createNamespace().call();
  }

  private boolean hasGatewayApi() {
    return client.hasApiGroup("gateway.networking.k8s.io", true);
  }

  /// What the chart is to have made, with these values.
  private List<HasMetadata> rendered(String... assignments) throws Failure {
    var target = new Chart.Target(NAMESPACE, hasGatewayApi());
    var yaml = Chart.render(target, Map.of(), List.of(assignments));
    return client.load(new ByteArrayInputStream(yaml.getBytes(UTF_8))).items();
  }

  private static Set<String> names(List<HasMetadata> objects) {
    return objects.stream()
        .map(object -> object.getKind() + "/" + object.getMetadata().getName())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// Whether all that `wanted` says is so; a server adds what is not said.
  private static void assertHas(JsonNode there, JsonNode wanted, String where) {
    if (wanted.isObject()) {
      wanted
          .properties()
          .forEach(
              field ->
                  assertHas(
                      there.path(field.getKey()), field.getValue(), where + "." + field.getKey()));
    } else if (wanted.isArray()) {
      assertThat(there.size()).as(where).isEqualTo(wanted.size());
      for (int i = 0; i < wanted.size(); i++) {
        assertHas(there.path(i), wanted.path(i), where + "[" + i + "]");
      }
    } else {
      assertThat(there.asString()).as(where).isEqualTo(wanted.asString());
    }
  }

  private static JsonNode json(HasMetadata object) {
    return JSON.readTree(Serialization.asJson(object));
  }

  private void assertInForce(List<HasMetadata> wanted) {
    for (var object : wanted) {
      var there = Objects.requireNonNull(client.resource(object).get(), object.getKind());
      assertHas(json(there), json(object), object.getKind());
    }
  }

  private String uidOfDeployment() {
    return client
        .apps()
        .deployments()
        .inNamespace(NAMESPACE)
        .withName("tulle")
        .get()
        .getMetadata()
        .getUid();
  }

  /// All that the chart has made and is in the cluster now.
  private Set<String> there() {
    var kinds = new ArrayList<>(KINDS);
    if (hasGatewayApi()) {
      kinds.add(GatewayClass.class);
    }
    return kinds.stream()
        .flatMap(kind -> names(ours(kind)).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private <T extends HasMetadata> List<HasMetadata> ours(Class<T> kind) {
    return List.copyOf(
        client.resources(kind).inAnyNamespace().withLabel("helm.sh/chart").list().getItems());
  }

  @Test
  void theLastReleaseBecomesThisOneAndBackAgain() throws Failure {
    install(BEFORE, NAMESPACE);
    var before = there();
    var uid = uidOfDeployment();
    client.load(new ByteArrayInputStream(PARAMETERS.getBytes(UTF_8))).create();

    new Helm(NOW)
        .upgrade()
        .withName("tulle")
        .withNamespace(NAMESPACE)
        .set("replicas", 3)
        .set("podDisruptionBudget.maxUnavailable", 2)
        .call();
    var wanted = rendered("replicas=3", "podDisruptionBudget.maxUnavailable=2");
    // Helm leaves definitions of kinds as they are, which is why people are told to apply them
    wanted.stream()
        .filter(CustomResourceDefinition.class::isInstance)
        .forEach(object -> client.resource(object).forceConflicts().serverSideApply());
    assertInForce(wanted);
    wanted.removeIf(CustomResourceDefinition.class::isInstance);
    assertThat(there()).isEqualTo(names(wanted));
    assertThat(uidOfDeployment()).as("the Deployment is the same, so that it rolls").isEqualTo(uid);

    new Helm(BEFORE).upgrade().withName("tulle").withNamespace(NAMESPACE).resetValues().call();
    assertThat(there()).isEqualTo(before);
    assertThat(uidOfDeployment()).isEqualTo(uid);

    Helm.uninstall("tulle").withNamespace(NAMESPACE).call();
    assertThat(there()).isEmpty();
    assertThat(client.load(new ByteArrayInputStream(PARAMETERS.getBytes(UTF_8))).get())
        .as("what users have made stays")
        .doesNotContainNull()
        .hasSize(1);
    client.load(new ByteArrayInputStream(PARAMETERS.getBytes(UTF_8))).delete();
  }

  @Test
  void aClusterHasOneInstallation() {
    install(NOW, NAMESPACE);
    var there = there();

    assertThatThrownBy(() -> install(NOW, OTHER))
        .hasMessageContaining("Tulle is installed in the namespace tulle-system already");
    assertThat(there()).isEqualTo(there);
  }

  private boolean isDefault(String ingressClass) {
    var annotations =
        client
            .network()
            .v1()
            .ingressClasses()
            .withName(ingressClass)
            .get()
            .getMetadata()
            .getAnnotations();
    return annotations != null && "true".equals(annotations.get(DEFAULT));
  }

  @Test
  void aClusterKeepsTheDefaultClassThatItHas() {
    install(NOW, NAMESPACE);
    assertThat(isDefault("tulle")).isTrue();
    Helm.uninstall("tulle").withNamespace(NAMESPACE).call();

    var another =
        client
            .resource(
                new IngressClassBuilder()
                    .withNewMetadata()
                    .withName("tulle-another")
                    .addToAnnotations(DEFAULT, "true")
                    .endMetadata()
                    .withNewSpec()
                    .withController("example.com/another")
                    .endSpec()
                    .build())
            .create();
    try {
      install(NOW, NAMESPACE);
      assertThat(isDefault("tulle")).isFalse();
    } finally {
      client.resource(another).delete();
    }
  }
}
