package dev.tulle.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tulle.core.compile.Compiler;
import dev.tulle.core.compile.Settings;
import dev.tulle.core.gateway.GatewayApi;
import dev.tulle.core.gateway.GatewaySettings;
import dev.tulle.core.ingress.IngressGateway;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Change;
import dev.tulle.core.world.Kind;
import dev.tulle.core.world.World;
import dev.tulle.server.kube.Leadership;
import dev.tulle.server.loop.Published;
import dev.tulle.server.trust.ControlPlaneNames;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.Gateway;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What is made for Gateways on a real API server: made, kept, left alone and taken away. Runs with
/// `./verify cluster`, where no Tulle runs that would take away what it does not know.
@Tag("cluster")
final class DeployerTest {

  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final String CLASS = "tulle-deployer-test";

  private final AtomicReference<Optional<Published>> published =
      new AtomicReference<>(Optional.empty());
  private final AtomicLong sequence = new AtomicLong();
  private KubernetesClient client;
  private String namespace;
  private Deployer deployer;

  private record Always(boolean isLeader) implements Leadership {
    @Override
    public void onChange(Runnable listener) {}
  }

  @BeforeEach
  void start() {
    client = new KubernetesClientBuilder().build();
    assumeTrue(
        client.apps().deployments().inNamespace("tulle-system").withName("tulle").get() == null,
        "Tulle runs in this cluster already");
    namespace =
        client
            .resource(
                new NamespaceBuilder()
                    .withNewMetadata()
                    .withGenerateName("tulle-deployer-")
                    .endMetadata()
                    .build())
            .create()
            .getMetadata()
            .getName();
    var names = new ControlPlaneNames("tulle-system", "cluster.local", "cluster.local");
    deployer =
        new Deployer(
            client,
            new FleetSite(names, 15010, "local/pause:1", "root"),
            new Always(true),
            published::get,
            () -> {});
    deployer.start();
  }

  @AfterEach
  void stop() {
    if (deployer != null) {
      deployer.close();
      client.namespaces().withName(namespace).delete();
    }
    client.close();
  }

  private Gateway gateway(String name) {
    return client
        .resource(
            new GatewayBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withGatewayClassName(CLASS)
                .addNewListener()
                .withName("http")
                .withPort(8080)
                .withProtocol("HTTP")
                .endListener()
                .endSpec()
                .build())
        .create();
  }

  private void publish(Gateway... gateways) {
    var changes = new ArrayList<Change>();
    changes.add(
        Change.put(
            Kind.GATEWAY_CLASS.named("", CLASS),
            new GatewayClassBuilder()
                .withNewMetadata()
                .withName(CLASS)
                .endMetadata()
                .withNewSpec()
                .withControllerName(GatewayApi.CONTROLLER)
                .endSpec()
                .build()));
    changes.add(
        Change.put(
            Kind.NAMESPACE.named("", namespace),
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build()));
    for (var gateway : gateways) {
      changes.add(Change.put(name(gateway), gateway));
    }
    var world = World.of(changes);
    var ingress =
        new IngressGateway(
            Kind.INGRESS_CLASS.named("", "tulle"), List.of("0.0.0.0"), 80, 443, Optional.empty());
    var settings =
        new Settings("cluster.local", "cluster.local", ingress, GatewaySettings.standard());
    published.set(
        Optional.of(
            new Published(
                sequence.incrementAndGet(),
                world,
                new Compiler(settings).compile(world),
                Collections.emptySortedMap(),
                Map.of())));
    deployer.changed();
  }

  private static ObjectName name(Gateway gateway) {
    var metadata = gateway.getMetadata();
    return Kind.GATEWAY.named(metadata.getNamespace(), metadata.getName());
  }

  private Service service(String name) {
    return client.services().inNamespace(namespace).withName(name).get();
  }

  private Deployment deployment(String name) {
    return client.apps().deployments().inNamespace(namespace).withName(name).get();
  }

  @Test
  void whatIsMadeIsKeptAsItIsToBeAndGoesWithItsGateway() {
    var web = gateway("web");
    publish(web);
    await().atMost(LIMIT).until(() -> deployment("web-tulle") != null);
    assertThat(service("web-tulle").getSpec().getPorts().getFirst().getPort()).isEqualTo(8080);
    assertThat(client.serviceAccounts().inNamespace(namespace).withName("web-tulle").get())
        .isNotNull();
    assertThat(client.configMaps().inNamespace(namespace).withName("tulle-root").get().getData())
        .containsEntry("ca.crt", "root")
        .containsKeys("trust.json", "token.json");
    await()
        .atMost(LIMIT)
        .until(
            () ->
                client
                        .policy()
                        .v1()
                        .podDisruptionBudget()
                        .inNamespace(namespace)
                        .withName("web-tulle")
                        .get()
                    != null);
    assertThat(deployer.problems()).isEmpty();

    var generation = deployment("web-tulle").getMetadata().getGeneration();
    client.services().inNamespace(namespace).withName("web-tulle").delete();
    client.apps().deployments().inNamespace(namespace).withName("web-tulle").scale(7);
    await().atMost(LIMIT).until(() -> service("web-tulle") != null);
    await().atMost(LIMIT).until(() -> deployment("web-tulle").getSpec().getReplicas() == 2);
    assertThat(deployment("web-tulle").getMetadata().getGeneration()).isEqualTo(generation + 2);

    publish();
    await().atMost(LIMIT).until(() -> deployment("web-tulle") == null);
    await().atMost(LIMIT).until(() -> service("web-tulle") == null);
    await()
        .atMost(LIMIT)
        .until(
            () -> client.configMaps().inNamespace(namespace).withName("tulle-root").get() == null);
  }

  @Test
  void whatSomebodyElseHasMadeIsLeftAloneAndSaid() {
    client
        .resource(
            new ServiceBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("taken-tulle")
                .endMetadata()
                .withNewSpec()
                .addNewPort()
                .withPort(1234)
                .endPort()
                .endSpec()
                .build())
        .create();
    var taken = gateway("taken");
    publish(taken);
    await().atMost(LIMIT).until(() -> deployer.problems().containsKey(name(taken)));
    assertThat(deployer.problems().get(name(taken)))
        .contains("Service " + namespace + "/taken-tulle is there already");
    assertThat(service("taken-tulle").getSpec().getPorts().getFirst().getPort()).isEqualTo(1234);

    client.services().inNamespace(namespace).withName("taken-tulle").delete();
    await().atMost(LIMIT).until(() -> deployer.problems().isEmpty());
    assertThat(service("taken-tulle").getSpec().getPorts().getFirst().getPort()).isEqualTo(8080);
  }
}
