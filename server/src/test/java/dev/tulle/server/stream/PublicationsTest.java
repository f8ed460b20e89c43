package dev.tulle.server.stream;

import static dev.tulle.server.stream.ControlPlane.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.xds.ResourceType;
import dev.tulle.core.xds.Scope;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Scopes come with the first of their proxies, and go some time after the last.
final class PublicationsTest {

  private static final Scope OTHER = new Scope.Gateway(new ObjectName("IngressClass", "", "b"));

  @TempDir Path directory;

  @Test
  void aScopeWithoutProxiesIsForgotten() throws Exception {
    try (var plane = new ControlPlane(directory, Limits.standard())) {
      var publications = plane.publications;
      var resources = Samples.resources(Samples.cluster("a", 1));
      publications.synced();
      assertThat(publications.publish(OTHER, 1, resources)).as("never had one").isTrue();
      connectAndLeave(plane, 1);
      assertThat(plane.wanted).containsExactly(SCOPE);

      plane.time.addAndGet(Publications.KEPT.toNanos());
      assertThat(publications.publish(SCOPE, 2, resources)).as("it may come back").isTrue();
      plane.time.incrementAndGet();
      assertThat(publications.publish(OTHER, 3, resources)).isTrue();
      assertThat(publications.publish(SCOPE, 3, resources)).isFalse();
      assertThat(publications.wanted()).containsExactly(OTHER);

      connectAndLeave(plane, 4);
      assertThat(plane.wanted).as("it is asked for again").containsExactly(SCOPE, SCOPE);
    }
  }

  private static void connectAndLeave(ControlPlane plane, long sequence) throws Exception {
    var publications = plane.publications;
    var channel = Clients.channel(plane);
    try {
      var asked = plane.wanted.size();
      var call = Clients.delta(channel);
      call.call.sendMessage(Clients.request(ResourceType.CLUSTER.url()).build());
      await().until(() -> plane.wanted.size() > asked);
      var resources = Samples.resources(Samples.cluster("a", 1));
      assertThat(publications.publish(SCOPE, sequence, resources)).isTrue();
      assertThat(call.next().getResources(0).getName()).isEqualTo("a");
      plane.time.addAndGet(2 * Publications.KEPT.toNanos());
      assertThat(publications.publish(SCOPE, sequence, resources)).as("it is there").isTrue();
      call.call.halfClose();
      call.end();
      await().until(() -> plane.server.counters().snapshot().streamsClosed() > asked);
    } finally {
      channel.shutdownNow();
    }
  }
}
