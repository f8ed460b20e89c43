package dev.tulle.server.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.server.ca.Authority;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

final class RootSecretTest {

  private static final int REPLICAS = 8;

  private static Authority open(KubernetesClient client) throws IOException {
    return Authority.open(
        new RootSecret(client, "tulle-system"),
        Clock.systemUTC(),
        new SecureRandom(),
        "cluster.local");
  }

  @Test
  void replicasThatStartAtOnceEndWithOneRoot() throws Exception {
    try (var api = new FakeApiServer();
        var client = api.client();
        var threads = Executors.newFixedThreadPool(REPLICAS)) {
      var together = new CyclicBarrier(REPLICAS);
      var starts = new ArrayList<Callable<String>>();
      for (int i = 0; i < REPLICAS; i++) {
        starts.add(
            () -> {
              together.await();
              return open(client).rootPem();
            });
      }
      var roots = new HashSet<String>();
      for (var root : threads.invokeAll(starts)) {
        roots.add(root.get());
      }
      assertThat(roots).hasSize(1).contains(open(client).rootPem());
    }
  }

  @Test
  void withoutAnApiServerThereIsNoRoot() throws Exception {
    try (var api = new FakeApiServer();
        var client = api.client()) {
      api.away = 503;
      assertThatThrownBy(() -> open(client))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("Secret tulle-system/tulle-ca cannot be read");
    }
  }
}
