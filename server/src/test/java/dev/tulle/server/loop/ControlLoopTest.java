package dev.tulle.server.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.compile.Compiler;
import dev.tulle.core.compile.Settings;
import dev.tulle.core.gateway.GatewaySettings;
import dev.tulle.core.ingress.IngressGateway;
import dev.tulle.core.ir.Place;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.xds.Renderer;
import dev.tulle.core.xds.Scope;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

final class ControlLoopTest {

  private static final ObjectName GATEWAY = new ObjectName("IngressClass", "", "tulle");
  private static final Settings SETTINGS =
      new Settings(
          "cluster.local",
          "cluster.local",
          new IngressGateway(GATEWAY, List.of("127.0.0.1"), 8080, 8443),
          GatewaySettings.standard());

  private static Scope scope(String namespace) {
    return new Scope.Grpc(namespace, Place.UNKNOWN);
  }

  @Test
  void scopesAreRenderedFromWhenTheyAreWantedUntilTheyAreForgotten() throws Exception {
    var seen = new CopyOnWriteArrayList<Set<Scope>>();
    try (var loop =
        new ControlLoop(
            new Compiler(SETTINGS, Clock.systemUTC()),
            new Renderer(),
            NewVersions.TAKEN,
            published -> seen.add(published.resources().keySet()))) {
      loop.start(List.of());
      loop.want(scope("a"));
      loop.settle();
      assertThat(seen.getLast()).containsExactly(scope("a"));
      loop.forget(scope("a"));
      loop.want(scope("b"));
      loop.settle();
      assertThat(seen.getLast()).containsExactly(scope("b"));
      // one that left and is there again in the same moment
      loop.forget(scope("b"));
      loop.want(scope("b"));
      loop.want(scope("c"));
      loop.settle();
      assertThat(seen.getLast()).containsExactlyInAnyOrder(scope("b"), scope("c"));
      assertThat(loop.failures()).isZero();
    }
  }
}
