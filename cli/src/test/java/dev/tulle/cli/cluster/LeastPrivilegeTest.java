package dev.tulle.cli.cluster;

import static dev.tulle.cli.cluster.ChartedCluster.LIMIT;
import static dev.tulle.cli.cluster.ChartedCluster.NAMESPACE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tulle.server.trust.ControlPlaneNames;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LoadBalancerIngressBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
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

  private static final String CLUSTERS = "type.googleapis.com/envoy.config.cluster.v3.Cluster";
  private static final ControlPlaneNames NAMES =
      new ControlPlaneNames(NAMESPACE, ClusterMesh.TRUST_DOMAIN, "cluster.local");
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private ChartedCluster cluster;
  private List<HasMetadata> chart = List.of();
  private List<HasMetadata> everything = List.of();

  @BeforeEach
  void start() throws Exception {
    cluster = ChartedCluster.open();
    chart = cluster.install(NAMESPACE);
    try (var in = LeastPrivilegeTest.class.getResourceAsStream("everything.yaml")) {
      everything = cluster.client().load(Objects.requireNonNull(in)).items();
    }
    everything.forEach(cluster::apply);
  }

  @AfterEach
  void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  /// A load balancer gives a Service its address.
  private void address(String namespace, String service) {
    var there = cluster.client().services().inNamespace(namespace).withName(service);
    await().atMost(LIMIT).until(() -> there.get() != null);
    there.editStatus(
        each -> {
          var address = new LoadBalancerIngressBuilder().withIp("192.0.2.1").build();
          each.getStatus().getLoadBalancer().setIngress(List.of(address));
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
        cluster
            .client()
            .serviceAccounts()
            .inNamespace("shop")
            .withName("web-tulle")
            .tokenRequest(request);
    var headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + token.getStatus().getToken());
    var root = cluster.client().configMaps().inNamespace("shop").withName("tulle-root").get();
    var trust =
        new ByteArrayInputStream(
            Objects.requireNonNull(root.getData().get("ca.crt")).getBytes(UTF_8));
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
    return cluster
        .client()
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

  private void delete(String kind) {
    everything.stream()
        .filter(object -> object.getKind().equals(kind))
        .forEach(object -> cluster.client().resource(object).delete());
  }

  private Set<String> unused() throws IOException {
    var unused = new TreeSet<>(Privileges.granted(chart));
    unused.removeAll(cluster.privileges(NAMESPACE).used());
    return unused;
  }

  @Test
  void everyRightIsUsedAndNoneIsMissing() throws Exception {
    var replica = cluster.start(NAMESPACE, "a");
    cluster.start(NAMESPACE, "b");
    address("shop", "web-tulle");
    address(NAMESPACE, "tulle-ingress");
    assertThat(askAsProxy(replica.port()).getTypeUrl()).isEqualTo(CLUSTERS);
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(unused()).allMatch(right -> right.startsWith("delete ")));

    cluster
        .client()
        .genericKubernetesResources("tulle.dev/v1alpha1", "GatewayParameters")
        .inNamespace("shop")
        .withName("many")
        .edit(
            each -> {
              each.setAdditionalProperty("spec", Map.of("replicas", 1));
              return each;
            });
    delete("Ingress");
    await().atMost(LIMIT).untilAsserted(() -> assertThat(unused()).isEmpty());
    delete("Gateway");
    await()
        .atMost(LIMIT)
        .until(
            () ->
                cluster.client().configMaps().inNamespace("shop").withName("tulle-root").get()
                    == null);

    assertThat(cluster.privileges(NAMESPACE).refused()).isEmpty();
  }
}
