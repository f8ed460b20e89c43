package dev.tulle.cli.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tulle.cli.install.Chart;
import dev.tulle.server.trust.ControlPlaneNames;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the chart lets the control plane do is what it does: two replicas with the rights of the
/// chart's ServiceAccount go through all that there is to do, and the API server's audit log names
/// no right that was not used and no request that was refused. Runs with `.tools/api-server
/// ./verify cluster`.
@Tag("cluster")
final class LeastPrivilegeTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String NAMESPACE = "tulle-system";
  private static final ControlPlaneNames NAMES =
      new ControlPlaneNames(NAMESPACE, ClusterMesh.TRUST_DOMAIN, "cluster.local");
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final String CLUSTERS = "type.googleapis.com/envoy.config.cluster.v3.Cluster";

  private final List<ClusterMesh> replicas = new ArrayList<>();
  private KubernetesClient client;
  private Path log;
  private List<HasMetadata> chart = List.of();
  private List<HasMetadata> everything = List.of();

  @BeforeEach
  void start() throws Exception {
    var named = System.getenv("TULLE_AUDIT_LOG");
    assumeTrue(named != null, "TULLE_AUDIT_LOG names no audit log");
    log = Path.of(named);
    client = new KubernetesClientBuilder().build();
    assumeTrue(
        client.hasApiGroup("gateway.networking.k8s.io", true), "there is no Gateway API here");
    assumeTrue(
        client.rbac().clusterRoles().withName("tulle").get() == null,
        "Tulle is installed in this cluster already");
    namespace(NAMESPACE);
    namespace("shop");
    var yaml = Chart.render(new Chart.Target(NAMESPACE, true), Map.of(), List.of());
    chart = client.load(new ByteArrayInputStream(yaml.getBytes(UTF_8))).items();
    chart.forEach(object -> client.resource(object).serverSideApply());
    try (var in = LeastPrivilegeTest.class.getResourceAsStream("everything.yaml")) {
      everything = client.load(Objects.requireNonNull(in)).items();
    }
    everything.forEach(this::applied);
  }

  /// A kind that was defined a moment ago is served a moment later.
  private void applied(HasMetadata object) {
    await()
        .atMost(LIMIT)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(client.resource(object).serverSideApply()).isNotNull());
  }

  private void namespace(String name) {
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .serverSideApply();
  }

  @AfterEach
  void stop() {
    replicas.forEach(ClusterMesh::close);
    everything.reversed().forEach(object -> client.resource(object).delete());
    chart.reversed().forEach(object -> client.resource(object).delete());
    if (!chart.isEmpty()) {
      client.namespaces().withName(NAMESPACE).delete();
    }
    if (client != null) {
      client.close();
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /// As the control plane's pods see the API server.
  private Config ofControlPlane() {
    var token =
        client
            .serviceAccounts()
            .inNamespace(NAMESPACE)
            .withName("tulle")
            .tokenRequest(new TokenRequest());
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(client.getMasterUrl().toString())
        .withCaCertData(client.getConfiguration().getCaCertData())
        .withOauthToken(token.getStatus().getToken())
        .build();
  }

  /// Its port for proxies.
  private int replica(String name) throws Exception {
    int port = freePort();
    var options =
        new ControllerOptions(
            NAMESPACE, name, "cluster.local", "tulle", port, freePort(), "tulle.dev/none:1");
    var own = new KubernetesClientBuilder().withConfig(ofControlPlane()).build();
    replicas.add(ClusterMesh.start(options, own, Clock.systemUTC()));
    return port;
  }

  private void address(String namespace, String service) {
    await()
        .atMost(LIMIT)
        .until(() -> client.services().inNamespace(namespace).withName(service).get() != null);
    client
        .services()
        .inNamespace(namespace)
        .withName(service)
        .editStatus(
            each -> {
              var ingress = new io.fabric8.kubernetes.api.model.LoadBalancerIngress();
              ingress.setIp("192.0.2.1");
              each.getStatus().getLoadBalancer().setIngress(List.of(ingress));
              return each;
            });
  }

  /// A pod of the Gateway, which no node runs, asks for configuration with its own token.
  private DeltaDiscoveryResponse askAsProxy(int port) throws Exception {
    await().atMost(LIMIT).until(() -> !podsOfGateway().isEmpty());
    var pod = podsOfGateway().getFirst().getMetadata();
    var request =
        new TokenRequestBuilder()
            .withNewSpec()
            .withAudiences("tulle")
            .withNewBoundObjectRef("v1", "Pod", pod.getName(), pod.getUid())
            .endSpec()
            .build();
    var token =
        client.serviceAccounts().inNamespace("shop").withName("web-tulle").tokenRequest(request);
    var headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + token.getStatus().getToken());
    var root = client.configMaps().inNamespace("shop").withName("tulle-root").get();
    var trust = new ByteArrayInputStream(Objects.requireNonNull(root.getData().get("ca.crt")).getBytes(UTF_8));
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port)
            .overrideAuthority(NAMES.host())
            .sslContext(GrpcSslContexts.forClient().trustManager(trust).build())
            .build();
    try {
      var first = new CompletableFuture<DeltaDiscoveryResponse>();
      AggregatedDiscoveryServiceGrpc.newStub(channel)
          .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
          .deltaAggregatedResources(new First(first))
          .onNext(DeltaDiscoveryRequest.newBuilder().setTypeUrl(CLUSTERS).build());
      return first.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } finally {
      channel.shutdownNow();
    }
  }

  private List<Pod> podsOfGateway() {
    return client
        .pods()
        .inNamespace("shop")
        .withLabel("gateway.networking.k8s.io/gateway-name", "web")
        .list()
        .getItems();
  }

  private record First(CompletableFuture<DeltaDiscoveryResponse> answer)
      implements StreamObserver<DeltaDiscoveryResponse> {
    @Override
    public void onNext(DeltaDiscoveryResponse response) {
      answer.complete(response);
    }

    @Override
    public void onError(Throwable failure) {
      answer.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
      answer.completeExceptionally(new IllegalStateException("it ended without an answer"));
    }
  }

  private Set<String> unused(String... verbsThatComeLater) throws IOException {
    var unused = new TreeSet<>(Privileges.granted(chart));
    unused.removeAll(Privileges.of(NAMESPACE + ":tulle", log).used());
    List.of(verbsThatComeLater)
        .forEach(verb -> unused.removeIf(right -> right.startsWith(verb + " ")));
    return unused;
  }

  @Test
  void everyRightIsUsedAndNoneIsMissing() throws Exception {
    int port = replica("a");
    replica("b");
    address("shop", "web-tulle");
    address(NAMESPACE, "tulle-ingress");
    assertThat(askAsProxy(port).getTypeUrl()).isEqualTo(CLUSTERS);
    await().atMost(LIMIT).untilAsserted(() -> assertThat(unused("delete")).isEmpty());

    client
        .genericKubernetesResources("tulle.dev/v1alpha1", "GatewayParameters")
        .inNamespace("shop")
        .withName("many")
        .edit(
            each -> {
              each.setAdditionalProperty("spec", Map.of("replicas", 1));
              return each;
            });
    everything.stream()
        .filter(object -> object.getKind().equals("Ingress"))
        .forEach(object -> client.resource(object).delete());
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(unused()).containsExactly("delete configmaps"));
    everything.stream()
        .filter(object -> object.getKind().equals("Gateway"))
        .forEach(object -> client.resource(object).delete());
    await().atMost(LIMIT).untilAsserted(() -> assertThat(unused()).isEmpty());

    assertThat(Privileges.of(NAMESPACE + ":tulle", log).refused()).isEmpty();
  }
}
