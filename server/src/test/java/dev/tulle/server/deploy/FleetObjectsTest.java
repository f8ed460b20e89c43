package dev.tulle.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.crd.GatewayParameters;
import dev.tulle.core.crd.ProxyParameters;
import dev.tulle.core.name.ObjectName;
import dev.tulle.server.trust.ControlPlaneNames;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is made for a gateway, word for word: `-Dgolden=write` writes it.
final class FleetObjectsTest {

  private static final Path GOLDENS = Path.of("src/test/resources/deploy");
  private static final FleetSite SITE =
      new FleetSite(
          new ControlPlaneNames("tulle-system", "cluster.local", "cluster.local"),
          15010,
          "tulle.dev/tulle-proxy:test",
          "-----BEGIN CERTIFICATE-----\nroot\n-----END CERTIFICATE-----\n");

  private static Fleet fleet(
      Map<String, String> labels, List<String> addresses, ProxyParameters parameters) {
    return new Fleet(
        new ObjectName("Gateway", "shop", "web"),
        "shop",
        "web-tulle",
        Map.of("gateway.networking.k8s.io/gateway-name", "web"),
        labels,
        Map.of("example.com/note", "ours"),
        Optional.of(
            new OwnerReferenceBuilder()
                .withApiVersion("gateway.networking.k8s.io/v1")
                .withKind("Gateway")
                .withName("web")
                .withUid("4f0c")
                .withController(true)
                .withBlockOwnerDeletion(false)
                .build()),
        List.of(new Fleet.Port(80, "TCP"), new Fleet.Port(5353, "UDP")),
        addresses,
        parameters);
  }

  private static ProxyParameters parameters(String spec) {
    return Serialization.unmarshal(
            "apiVersion: tulle.dev/v1alpha1\nkind: GatewayParameters\n"
                + "metadata: {name: p, namespace: shop}\nspec: "
                + spec,
            GatewayParameters.class)
        .parameters();
  }

  private static void golden(String name, List<HasMetadata> objects) throws IOException {
    var text = new StringBuilder();
    objects.forEach(object -> text.append(Serialization.asYaml(object)));
    var file = GOLDENS.resolve(name + ".yaml");
    if ("write".equals(System.getProperty("golden"))) {
      Files.createDirectories(GOLDENS);
      Files.writeString(file, text);
    }
    assertThat(text.toString()).isEqualTo(Files.readString(file));
  }

  @Test
  void withoutParameters() throws IOException {
    var objects = new ArrayList<HasMetadata>();
    objects.add(FleetObjects.root("shop", SITE));
    objects.addAll(
        FleetObjects.of(
            fleet(Map.of("team", "shop"), List.of("10.97.0.200"), ProxyParameters.NONE), SITE));
    golden("standard", objects);
  }

  @Test
  void withEveryParameter() throws IOException {
    var all =
        parameters(
            """
            {autoscaling: {minReplicas: 3, maxReplicas: 9, cpuPercent: 60},
             image: "example.com/envoy:1", logLevel: debug,
             resources: {requests: {cpu: "1", memory: 256Mi}, limits: {memory: 512Mi}},
             service: {type: LoadBalancer, annotations: {cloud: internal},
                       externalTrafficPolicy: Local, loadBalancerClass: example.com/lb,
                       loadBalancerSourceRanges: [10.0.0.0/8]},
             node: {selector: {disk: fast}, tolerations: [{key: edge, operator: Exists}]}}
            """);
    golden("parameters", FleetObjects.of(fleet(Map.of(), List.of(), all), SITE));
  }

  /// What a namespace's user writes changes neither what is ours nor what the pod may do.
  @Test
  void labelsOfAUserNeverReplaceOurs() {
    var taken =
        Map.of(
            "app.kubernetes.io/managed-by", "me",
            "gateway.networking.k8s.io/gateway-name", "another",
            "tulle.dev/inject", "true");
    for (var object : FleetObjects.of(fleet(taken, List.of(), ProxyParameters.NONE), SITE)) {
      assertThat(object.getMetadata().getLabels())
          .containsEntry("app.kubernetes.io/managed-by", "tulle")
          .containsEntry("gateway.networking.k8s.io/gateway-name", "web");
    }
    var pod =
        FleetPods.of(fleet(taken, List.of(), ProxyParameters.NONE), SITE).getSpec().getTemplate();
    assertThat(pod.getMetadata().getLabels())
        .containsEntry("gateway.networking.k8s.io/gateway-name", "web")
        .containsEntry("tulle.dev/inject", "false");
  }

  /// An address is asked of a load balancer alone: as an external IP it would take another's.
  @Test
  void addressesAreNeverExternalIps() {
    for (var type : List.of("LoadBalancer", "NodePort", "ClusterIP")) {
      var parameters = parameters("{service: {type: " + type + "}}");
      assertThat(
              Serialization.asYaml(
                  FleetObjects.of(fleet(Map.of(), List.of("10.1.2.3"), parameters), SITE).get(1)))
          .doesNotContain("externalIPs");
    }
  }
}
