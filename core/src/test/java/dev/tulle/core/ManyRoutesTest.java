package dev.tulle.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.compile.Compiler;
import dev.tulle.core.compile.Settings;
import dev.tulle.core.gateway.GatewaySettings;
import dev.tulle.core.ingress.IngressGateway;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Change;
import dev.tulle.core.world.Kind;
import dev.tulle.core.world.World;
import dev.tulle.core.xds.Renderer;
import dev.tulle.core.xds.ResourceType;
import dev.tulle.core.xds.Scope;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GatewayBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteBuilder;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// One more route on a Gateway that has a thousand: nothing else is judged or rendered anew.
final class ManyRoutesTest {

  private static final int ROUTES = 1000;
  private static final String NAMESPACE = "default";
  private static final ObjectName GATEWAY = Kind.GATEWAY.named(NAMESPACE, "edge");
  private static final Scope SCOPE = new Scope.Gateway(GATEWAY);
  private static final Settings SETTINGS =
      new Settings(
          "cluster.local",
          "cluster.local",
          new IngressGateway(
              Kind.INGRESS_CLASS.named("", "tulle"), List.of("127.0.0.1"), 8080, 8443),
          new GatewaySettings(Optional.empty(), Optional.empty(), true));

  @Test
  void oneMoreCostsWhatItIs() {
    var compiler = new Compiler(SETTINGS);
    var renderer = new Renderer();
    var world =
        World.of(
            Stream.concat(
                    Stream.of(gateway(), service()),
                    IntStream.range(0, ROUTES).mapToObj(ManyRoutesTest::route))
                .toList());
    var before = compiler.compile(world);
    var resources = renderer.render(before.mesh(), SCOPE);

    var after = compiler.compile(world.with(List.of(route(ROUTES))));
    var next = renderer.render(after.mesh(), SCOPE);

    for (var type : List.of(ResourceType.LISTENER, ResourceType.CLUSTER, ResourceType.ENDPOINT)) {
      assertThat(resources.of(type)).isNotEmpty();
      resources
          .of(type)
          .forEach((name, same) -> assertThat(next.of(type).get(name)).isSameAs(same));
    }
    assertThat(next.of(ResourceType.ROUTE)).isNotEqualTo(resources.of(ResourceType.ROUTE));
    before
        .statuses()
        .forEach(
            (name, status) -> {
              if (name.kind().equals("HTTPRoute")) {
                assertThat(after.statuses().get(name)).isSameAs(status);
              }
            });
    assertThat(after.statuses()).hasSize(before.statuses().size() + 1);
  }

  private static Change gateway() {
    return Change.put(
        GATEWAY,
        new GatewayBuilder()
            .withNewMetadata()
            .withNamespace(NAMESPACE)
            .withName("edge")
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
  }

  private static Change service() {
    return Change.put(
        Kind.SERVICE.named(NAMESPACE, "web"),
        new ServiceBuilder()
            .withNewMetadata()
            .withNamespace(NAMESPACE)
            .withName("web")
            .endMetadata()
            .withNewSpec()
            .addNewPort()
            .withPort(80)
            .endPort()
            .endSpec()
            .build());
  }

  private static Change route(int number) {
    var name = "route-" + number;
    return Change.put(
        Kind.HTTP_ROUTE.named(NAMESPACE, name),
        new HTTPRouteBuilder()
            .withNewMetadata()
            .withNamespace(NAMESPACE)
            .withName(name)
            .endMetadata()
            .withNewSpec()
            .addNewParentRef()
            .withName("edge")
            .endParentRef()
            .withHostnames("host-" + number + ".example.com")
            .addNewRule()
            .addNewBackendRef()
            .withName("web")
            .withPort(80)
            .endBackendRef()
            .endRule()
            .endSpec()
            .build());
  }
}
