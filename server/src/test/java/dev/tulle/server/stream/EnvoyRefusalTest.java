package dev.tulle.server.stream;

import static dev.tulle.server.stream.ControlPlane.GATEWAY;
import static dev.tulle.server.stream.ControlPlane.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.Duration;
import dev.tulle.core.xds.Resource;
import dev.tulle.core.xds.ResourceType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One object that a real Envoy refuses: the others arrive, its last good content stays, and an
/// Envoy that is started meanwhile is ready at once with the same.
final class EnvoyRefusalTest {

  /// Envoy would wait 15 s for a secret or a route table that does not come.
  private static final long READY_SECONDS = 6;

  @TempDir Path directory;

  private Certificates certificates;
  private ControlPlane plane;
  private long sequence;
  private int started;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(
        EnvoyProgram.find().isPresent(),
        "there is no Envoy 1.40.0: set TULLE_ENVOY to one, or let ./tulle fetch it");
    certificates = new Certificates();
    plane = new ControlPlane(directory, Limits.standard());
    plane.publications.synced();
  }

  @AfterEach
  void stop() {
    if (plane != null) {
      plane.close();
    }
  }

  private void publish(Resource... resources) {
    plane.publications.publish(SCOPE, ++sequence, Samples.resources(resources));
  }

  private void settled() throws Exception {
    assertThat(plane.publications.awaitSequence(sequence, java.time.Duration.ofSeconds(10)))
        .isTrue();
  }

  private EnvoyProcess ready() throws Exception {
    var from = System.nanoTime();
    var envoy =
        EnvoyProcess.start(
            directory.resolve("proxy" + ++started),
            plane.socket,
            plane.authority.issue(GATEWAY),
            plane.authority.rootPem(),
            "DELTA_GRPC");
    EnvoyTest.until(() -> envoy.admin("/ready").contains("LIVE"));
    var seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - from);
    assertThat(seconds).as("ready after").isLessThan(READY_SECONDS);
    settled();
    return envoy;
  }

  private List<String> refused() {
    return plane.publications.proxies().stream()
        .flatMap(proxy -> proxy.refused().stream())
        .map(each -> each.resource().name() + ": " + each.words())
        .toList();
  }

  @Test
  void aCertificateThatEnvoyRefuses() throws Exception {
    var hosts = List.of("a", "b");
    var b = TlsSamples.secret("b", certificates.server("b", true));
    var first = certificates.server("a", true);
    publish(
        TlsSamples.listener(hosts),
        TlsSamples.routes(200, "one"),
        TlsSamples.secret("a", first),
        b);
    try (var old = ready()) {
      EnvoyTest.until(() -> new TlsClient(old).get("a").equals("one"));
      publish(
          TlsSamples.listener(hosts),
          TlsSamples.routes(200, "two"),
          TlsSamples.secret("a", certificates.server("a", false)),
          b);
      settled();
      assertThat(refused()).singleElement().asString().startsWith("a: ").contains("certificate");
      try (var restarted = ready()) {
        for (var envoy : List.of(old, restarted)) {
          var client = new TlsClient(envoy);
          EnvoyTest.until(() -> client.get("b").equals("two"));
          assertThat(client.get("a")).isEqualTo("two");
          assertThat(client.certificate()).isEqualTo(first.certificate());
        }
        assertThat(refused()).as("both are told about").hasSize(2);
        assertThat(plane.refusals).as("one has refused it").hasSize(1);
        var mended = certificates.server("a", true);
        publish(
            TlsSamples.listener(hosts),
            TlsSamples.routes(200, "three"),
            TlsSamples.secret("a", mended),
            b);
        settled();
        assertThat(refused()).isEmpty();
        for (var envoy : List.of(old, restarted)) {
          var client = new TlsClient(envoy);
          EnvoyTest.until(() -> client.get("a").equals("three"));
          assertThat(client.certificate()).isEqualTo(mended.certificate());
        }
      }
    }
  }

  /// A certificate that never was good: Envoy is ready without it, another host can be added to
  /// the same listener, and when it is mended it is used.
  @Test
  void aCertificateThatNeverWasGood() throws Exception {
    var bad = TlsSamples.secret("a", certificates.server("a", false));
    var b = TlsSamples.secret("b", certificates.server("b", true));
    publish(TlsSamples.listener(List.of("a", "b")), TlsSamples.routes(200, "one"), bad, b);
    try (var old = ready();
        var restarted = ready()) {
      var envoys = List.of(old, restarted);
      for (var envoy : envoys) {
        EnvoyTest.until(() -> new TlsClient(envoy).get("b").equals("one"));
        assertThat(new TlsClient(envoy).get("a")).isEmpty();
      }
      assertThat(plane.refusals).as("one has refused it").hasSize(1);
      var c = TlsSamples.secret("c", certificates.server("c", true));
      publish(
          TlsSamples.listener(List.of("a", "b", "c")), TlsSamples.routes(200, "two"), bad, b, c);
      settled();
      for (var envoy : envoys) {
        EnvoyTest.until(() -> new TlsClient(envoy).get("c").equals("two"));
        assertThat(new TlsClient(envoy).get("a")).isEmpty();
      }
      var mended = TlsSamples.secret("a", certificates.server("a", true));
      publish(
          TlsSamples.listener(List.of("a", "b", "c")), TlsSamples.routes(200, "two"), mended, b, c);
      settled();
      assertThat(refused()).isEmpty();
      for (var envoy : envoys) {
        EnvoyTest.until(() -> new TlsClient(envoy).get("a").equals("two"));
      }
    }
  }

  @Test
  void aRouteTableThatEnvoyRefuses() throws Exception {
    var listener = TlsSamples.listener(List.of("a"));
    var secret = TlsSamples.secret("a", certificates.server("a", true));
    publish(listener, secret, TlsSamples.routes(200, "one"));
    try (var old = ready()) {
      EnvoyTest.until(() -> new TlsClient(old).get("a").equals("one"));
      publish(listener, secret, TlsSamples.routes(99, "two"));
      settled();
      try (var restarted = ready()) {
        EnvoyTest.until(() -> new TlsClient(restarted).get("a").equals("one"));
        assertThat(new TlsClient(old).get("a")).isEqualTo("one");
        assertThat(plane.refusals).hasSize(1);
        assertThat(refused()).hasSize(2).allMatch(line -> line.startsWith("routes: "));
      }
    }
  }

  /// Of each type one that never was good: nothing keeps an Envoy that starts from being ready.
  @Test
  void nothingGoodOfAnyType() throws Exception {
    var badCluster =
        Cluster.newBuilder().setName("bad").setConnectTimeout(Duration.newBuilder().setSeconds(-1));
    var badEndpoints =
        ClusterLoadAssignment.newBuilder()
            .setClusterName("a")
            .addEndpoints(
                LocalityLbEndpoints.newBuilder()
                    .setPriority(3)
                    .addLbEndpoints(LbEndpoint.getDefaultInstance()));
    publish(
        Samples.cluster("a", 1),
        Resource.of(ResourceType.CLUSTER, "bad", badCluster.build(), Set.of()),
        Resource.of(ResourceType.ENDPOINT, "a", badEndpoints.build(), Set.of()),
        Samples.cluster("b", 1),
        Samples.endpoints("b", 9001),
        Samples.listener("bad", "b", ""),
        Samples.listener("good", "b", "good"),
        TlsSamples.listener(List.of("a")),
        TlsSamples.secret("a", certificates.server("a", false)),
        TlsSamples.routes(99, "bad"));
    for (var round = 0; round < 2; round++) {
      try (var envoy = ready()) {
        EnvoyTest.until(() -> envoy.stat("listener_manager.total_listeners_active") == 2);
        assertThat(envoy.stat("cluster_manager.warming_clusters")).isZero();
        assertThat(refused())
            .extracting(line -> line.substring(0, line.indexOf(':')))
            .containsExactlyInAnyOrder("bad", "bad", "a", "a", "routes");
      }
      EnvoyTest.until(() -> plane.publications.proxies().isEmpty());
    }
  }
}
