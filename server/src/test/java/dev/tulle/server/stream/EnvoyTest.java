package dev.tulle.server.stream;

import static dev.tulle.server.stream.ControlPlane.GATEWAY;
import static dev.tulle.server.stream.ControlPlane.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.xds.Scope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The server and a real Envoy, over a Unix socket with mutual TLS.
final class EnvoyTest {

  @TempDir Path directory;

  @BeforeEach
  void needsEnvoy() {
    assumeTrue(
        EnvoyProgram.find().isPresent(),
        "there is no Envoy 1.40.0: set TULLE_ENVOY to one, or let ./tulle fetch it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELTA_GRPC", "GRPC"})
  void servesUpdatesAndHearsOfRefusals(String api) throws Exception {
    try (var plane = new ControlPlane(directory, Limits.standard())) {
      var issued = plane.authority.issue(GATEWAY);
      plane.publications.synced();
      try (var envoy =
          EnvoyProcess.start(
              directory.resolve("proxy"), plane.socket, issued, plane.authority.rootPem(), api)) {
        until(() -> plane.wanted.contains(SCOPE));
        plane.publications.publish(
            SCOPE,
            1,
            Samples.resources(
                Samples.cluster("a", 1),
                Samples.endpoints("a", 9001),
                Samples.listener("in", "a", "in")));
        until(() -> envoy.stat("listener_manager.total_listeners_active") == 1);
        assertThat(plane.publications.awaitSequence(1, Duration.ofSeconds(10))).isTrue();

        plane.publications.publish(
            SCOPE,
            2,
            Samples.resources(
                Samples.cluster("a", 2),
                Samples.endpoints("a", 9001),
                Samples.listener("in", "a", "in"),
                Samples.listener("bad", "a", "")));
        assertThat(plane.publications.awaitSequence(2, Duration.ofSeconds(10))).isTrue();
        until(() -> !plane.refusals.isEmpty());
        assertThat(plane.refusals.getFirst()).startsWith("bad: ").contains("StatPrefix");
        until(() -> envoy.stat("cluster_manager.cluster_modified") == 1);
        assertThat(envoy.stat("cluster_manager.warming_clusters")).isZero();
      }
    }
  }

  @Test
  void aControlPlaneThatComesBackSendsNothingAgain() throws Exception {
    var resources =
        Samples.resources(
            Samples.cluster("a", 1),
            Samples.endpoints("a", 9001),
            Samples.listener("in", "a", "in"));
    try (var plane = new ControlPlane(directory, Limits.standard())) {
      plane.publications.synced();
      plane.publications.publish(SCOPE, 1, resources);
      var rootPem = plane.authority.rootPem();
      try (var envoy =
          EnvoyProcess.start(
              directory.resolve("proxy"),
              plane.socket,
              plane.authority.issue(GATEWAY),
              rootPem,
              "DELTA_GRPC")) {
        until(() -> envoy.stat("listener_manager.total_listeners_active") == 1);
        assertThat(plane.publications.awaitSequence(1, Duration.ofSeconds(10))).isTrue();
        plane.stop();
        try (var next = new ControlPlane(directory, Limits.standard())) {
          next.publications.synced();
          next.publications.publish(SCOPE, 7, resources);
          until(() -> next.server.counters().snapshot().streamsOpened() == 1);
          until(() -> settled(next) == 7);
          assertThat(next.server.counters().snapshot().responses()).isZero();
          assertThat(envoy.stat("listener_manager.lds.update_success")).isEqualTo(1);
          assertThat(envoy.stat("cluster_manager.cds.update_success")).isEqualTo(1);

          next.publications.publish(
              SCOPE,
              8,
              Samples.resources(
                  Samples.cluster("b", 1),
                  Samples.endpoints("b", 9002),
                  Samples.listener("in", "b", "in")));
          until(() -> envoy.stat("cluster_manager.cluster_removed") == 1);
          assertThat(next.publications.awaitSequence(8, Duration.ofSeconds(10))).isTrue();
          assertThat(next.server.counters().snapshot().resources()).isEqualTo(3);
        }
      }
    }
  }

  /// A pod that gets a label or a port belongs to another class from then on.
  @Test
  void aProxyOfAnotherScopeIsSentOnlyWhatDiffers() throws Exception {
    var other = new Scope.Gateway(new ObjectName("IngressClass", "", "other"));
    var resources =
        List.of(
            Samples.cluster("a", 1),
            Samples.endpoints("a", 9001),
            Samples.cluster("b", 1),
            Samples.endpoints("b", 9001),
            Samples.listener("in", "a", "in"));
    var more = new ArrayList<>(resources);
    more.add(Samples.listener("more", "b", "more"));
    try (var plane = new ControlPlane(directory, Limits.standard())) {
      plane.publications.synced();
      plane.publications.publish(SCOPE, 1, Samples.resources(resources));
      try (var envoy =
          EnvoyProcess.start(
              directory.resolve("proxy"),
              plane.socket,
              plane.authority.issue(GATEWAY),
              plane.authority.rootPem(),
              "DELTA_GRPC")) {
        until(() -> envoy.stat("listener_manager.total_listeners_active") == 1);
        assertThat(plane.publications.awaitSequence(1, Duration.ofSeconds(10))).isTrue();
        var before = plane.server.counters().snapshot();
        assertThat(before.resources()).isEqualTo(5);

        plane.scope = other;
        plane.publications.scopesChanged();
        until(() -> plane.wanted.contains(other));
        plane.publications.publish(other, 2, Samples.resources(resources));
        until(() -> settled(plane) == 2);
        assertThat(plane.server.counters().snapshot().responses()).isEqualTo(before.responses());

        plane.scope = SCOPE;
        plane.publications.publish(SCOPE, 3, Samples.resources(more));
        plane.publications.publish(other, 3, Samples.resources(resources));
        plane.publications.scopesChanged();
        until(() -> envoy.stat("listener_manager.total_listeners_active") == 2);
        var after = plane.server.counters().snapshot();
        assertThat(after.streamsOpened()).isEqualTo(3);
        assertThat(after.resources()).isEqualTo(6);
        assertThat(envoy.stat("cluster_manager.cluster_modified")).isZero();
        assertThat(envoy.stat("listener_manager.listener_modified")).isZero();
        assertThat(envoy.stat("cluster_manager.cds.update_success")).isEqualTo(1);
      }
    }
  }

  private static long settled(ControlPlane plane) {
    return plane.publications.proxies().stream().mapToLong(ProxyState::settled).min().orElse(0);
  }

  static void until(Callable<Boolean> condition) throws Exception {
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
