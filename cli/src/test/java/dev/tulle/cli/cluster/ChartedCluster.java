package dev.tulle.cli.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tulle.cli.install.Chart;
import dev.tulle.cli.outcome.Failure;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// A real API server with the chart's objects on it, where replicas of the control plane run with
/// the rights of the chart's ServiceAccount. No node is there, so that no pod of theirs runs beside
/// them. All of it is gone after `close`.
final class ChartedCluster implements AutoCloseable {

  static final Duration LIMIT = Duration.ofSeconds(60);
  static final String NAMESPACE = "tulle-system";

  private final KubernetesClient client = new KubernetesClientBuilder().build();
  private final Path log;
  private final int logged;
  private final List<ClusterMesh> replicas = new ArrayList<>();
  private final List<HasMetadata> made = new ArrayList<>();

  private ChartedCluster(Path log) throws IOException {
    this.log = log;
    this.logged = Files.readAllLines(log).size();
  }

  /// Skips the test where there is no such server.
  static ChartedCluster open() throws IOException {
    var log = System.getenv("TULLE_AUDIT_LOG");
    assumeTrue(log != null, "TULLE_AUDIT_LOG names no audit log: see .tools/api-server");
    var cluster = new ChartedCluster(Path.of(log));
    assumeTrue(
        cluster.client.hasApiGroup("gateway.networking.k8s.io", true), "there is no Gateway API");
    assumeTrue(
        cluster.client.rbac().clusterRoles().withName("tulle").get() == null,
        "Tulle is installed in this cluster already");
    return cluster;
  }

  KubernetesClient client() {
    return client;
  }

  /// What the chart has in a namespace.
  List<HasMetadata> install(String namespace) throws Failure {
    namespace(namespace);
    var yaml = Chart.render(new Chart.Target(namespace, true), Map.of(), List.of());
    var chart = client.load(new ByteArrayInputStream(yaml.getBytes(UTF_8))).items();
    chart.forEach(this::apply);
    return chart;
  }

  /// A kind that was defined a moment ago is served a moment later.
  void apply(HasMetadata object) {
    made.add(object);
    await()
        .atMost(LIMIT)
        .ignoreExceptions()
        .until(() -> client.resource(object).forceConflicts().serverSideApply() != null);
  }

  void namespace(String name) {
    apply(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build());
  }

  /// As the control plane's pods see the API server.
  private Config ofControlPlane(String namespace) {
    var accounts = client.serviceAccounts().inNamespace(namespace);
    var token = accounts.withName("tulle").tokenRequest(new TokenRequest());
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(client.getMasterUrl().toString())
        .withCaCertData(client.getConfiguration().getCaCertData())
        .withOauthToken(token.getStatus().getToken())
        .build();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /// A replica of the control plane; `port` is where proxies connect.
  record Replica(ClusterMesh mesh, int port) {
    boolean leads() {
      return mesh.leadership().isLeader();
    }
  }

  Replica start(String namespace, String name) throws Exception {
    int port = freePort();
    var options =
        new ControllerOptions(
            namespace, name, "cluster.local", "tulle", port, freePort(), "tulle.dev/none:1");
    var own = new KubernetesClientBuilder().withConfig(ofControlPlane(namespace)).build();
    var mesh = ClusterMesh.start(options, own, Clock.systemUTC());
    replicas.add(mesh);
    return new Replica(mesh, port);
  }

  /// What the control plane of that namespace has done since this was opened.
  Privileges privileges(String namespace) throws IOException {
    var lines = Files.readAllLines(log);
    return Privileges.of(namespace + ":tulle", lines.subList(logged, lines.size()));
  }

  @Override
  public void close() {
    replicas.forEach(ClusterMesh::close);
    made.reversed().forEach(object -> client.resource(object).delete());
    made.reversed().stream()
        .filter(Namespace.class::isInstance)
        .forEach(
            namespace ->
                client
                    .resource(namespace)
                    .waitUntilCondition(Objects::isNull, 60, TimeUnit.SECONDS));
    client.close();
  }
}
