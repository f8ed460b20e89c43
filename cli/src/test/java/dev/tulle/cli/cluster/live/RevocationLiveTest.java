package dev.tulle.cli.cluster.live;

import static dev.tulle.cli.cluster.live.LiveCluster.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tulle.cli.e2e.Certificate;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A ReferenceGrant that is taken away is in force within five seconds, for every kind of reference
/// to another namespace: the status says so, and nothing passes any more.
@Tag("live")
final class RevocationLiveTest {

  private static final Duration IN_FORCE = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration COPIED = Duration.ofSeconds(1);

  private LiveCluster cluster;
  private String other = "";
  private Traffic traffic;

  /// An object that refers, to an object of kind `to` that is called as its grant; `passes` tells
  /// whether traffic does.
  private record Reference(
      String kind, String name, String to, String grant, BooleanSupplier passes) {}

  @BeforeEach
  void start() throws Exception {
    cluster = LiveCluster.open("grants");
    other = cluster.another("-other");
    var names = Map.of("other", other);
    var certificate = Certificate.authority("tls.example");
    apply(certificate, cluster.namespace(), "own");
    apply(certificate, other, "of-gateway");
    apply(certificate, other, "of-set");
    cluster.apply("echo.yaml");
    cluster.apply("referents.yaml", names);
    references()
        .forEach(
            each ->
                cluster.apply(
                    "grant.yaml",
                    Map.of(
                        "name", each.grant(),
                        "from", each.kind(),
                        "to", each.to(),
                        "other", other)));
    cluster.apply("references.yaml", names);
    traffic = new Traffic(cluster.address("web", 80).getAddress(), certificate);
  }

  @AfterEach
  void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  /// As a Secret of that name, and as the authority for clients.
  private void apply(Certificate certificate, String namespace, String secret) throws Exception {
    var chain = certificate.chain().strip().replace("\n", "\n    ");
    cluster.apply("authorities.yaml", Map.of("namespace", namespace, "certificate", chain));
    cluster.apply(cluster.client().resource(certificate.secret(secret)).item(), namespace);
  }

  private List<Reference> references() {
    return List.of(
        backend("HTTPRoute", "http", () -> traffic.http(80, "http.example")),
        backend("GRPCRoute", "grpc", () -> traffic.grpc(80, "grpc.example")),
        backend("TLSRoute", "tls", () -> traffic.https(8443, "tls.example")),
        backend("TCPRoute", "tcp", () -> traffic.http(9000, "tcp.example")),
        backend("UDPRoute", "udp", () -> traffic.udp(9001)),
        new Reference("HTTPRoute", "mirrored", "Service", "mirror", this::isMirrored),
        new Reference(
            "HTTPRoute",
            "authorized",
            "Service",
            "authorizer",
            () -> traffic.http(80, "authorized.example")),
        new Reference(
            "Gateway", "web", "Secret", "of-gateway", () -> traffic.https(443, "local.example")),
        new Reference(
            "ListenerSet", "more", "Secret", "of-set", () -> traffic.https(10443, "local.example")),
        new Reference(
            "Gateway",
            "web",
            "ConfigMap",
            "authorities",
            () -> traffic.https(9443, "local.example")));
  }

  private static Reference backend(String kind, String name, BooleanSupplier passes) {
    return new Reference(kind, name, "Service", name, passes);
  }

  /// Whether the pod behind the mirror sees what is asked of another one.
  private boolean isMirrored() {
    var path = "/" + UUID.randomUUID();
    traffic.http(80, "mirrored.example", path);
    long end = System.nanoTime() + COPIED.toNanos();
    var all = cluster.client().pods().inNamespace(other);
    do {
      try {
        for (var pod : all.list().getItems()) {
          var log = all.withName(pod.getMetadata().getName()).inContainer("http").getLog();
          if (log.contains(path)) {
            return true;
          }
        }
      } catch (KubernetesClientException _) {
        return false;
      }
    } while (System.nanoTime() < end);
    return false;
  }

  private long notPermitted(Reference reference) {
    return cluster.conditions(reference.kind(), reference.name()).stream()
        .filter(each -> each.contains("RefNotPermitted"))
        .count();
  }

  /// How long it took until the status said so and nothing passed.
  private Duration revoke(Reference reference) {
    long before = notPermitted(reference);
    long began = System.nanoTime();
    cluster
        .client()
        .genericKubernetesResources(LiveCluster.GATEWAY_API, "ReferenceGrant")
        .inNamespace(other)
        .withName(reference.grant())
        .delete();
    await()
        .atMost(LIMIT)
        .pollInterval(POLL)
        .until(() -> notPermitted(reference) > before && !reference.passes().getAsBoolean());
    return Duration.ofNanos(System.nanoTime() - began);
  }

  @Test
  void aGrantThatIsTakenAwayIsInForceWithinFiveSeconds() {
    var references = references();
    for (var each : references) {
      await(each.grant() + " does not pass").atMost(LIMIT).until(each.passes()::getAsBoolean);
    }
    for (var each : references) {
      assertThat(each.passes().getAsBoolean()).as("%s still passes", each.grant()).isTrue();
      var took = revoke(each);
      System.out.printf(
          "%s to %s %s revoked: %,d ms%n", each.kind(), each.to(), each.grant(), took.toMillis());
      assertThat(took).as(each.grant()).isLessThan(IN_FORCE);
    }
  }
}
