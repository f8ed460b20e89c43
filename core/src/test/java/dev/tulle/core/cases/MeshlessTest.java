package dev.tulle.core.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.compile.Compiler;
import dev.tulle.core.compile.Settings;
import dev.tulle.core.gateway.GatewaySettings;
import dev.tulle.core.world.Kind;
import dev.tulle.core.world.World;
import org.junit.jupiter.api.Test;

/// Where workloads have no proxies, nothing is said of a route that is attached to a Service.
class MeshlessTest {

  private static final String ROUTE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: web, namespace: shop}
      spec: {clusterIP: 10.96.0.10, ports: [{port: 80}]}
      ---
      apiVersion: gateway.networking.k8s.io/v1
      kind: HTTPRoute
      metadata: {name: web, namespace: shop}
      spec:
        parentRefs: [{group: "", kind: Service, name: web}]
        rules: [{backendRefs: [{name: web, port: 80}]}]
      """;

  @Test
  void aRouteOfAServiceIsLeftToAnotherMesh() {
    var route = Kind.HTTP_ROUTE.named("shop", "web");
    var world = World.of(Objects.read(ROUTE));
    var cluster =
        new Settings(
            "cluster.local",
            "cluster.local",
            Outcome.SETTINGS.ingress(),
            GatewaySettings.ofCluster());

    assertThat(new Compiler(cluster).compile(world).statuses()).doesNotContainKey(route);
    assertThat(new Compiler(Outcome.SETTINGS).compile(world).statuses()).containsKey(route);
  }
}
