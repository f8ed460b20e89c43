package dev.tulle.server.stream;

import static dev.tulle.server.stream.ControlPlane.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.StringValue;
import dev.tulle.core.ir.Place;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.name.SpiffeId;
import dev.tulle.core.xds.Resource;
import dev.tulle.core.xds.ResourceType;
import dev.tulle.core.xds.Scope;
import dev.tulle.server.ca.Bearer;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.secret.v3.SecretDiscoveryServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A gRPC client of one namespace, which asks over TCP for what it is not to have: secrets, and
/// what is only another namespace's. Whatever it says of itself, it gets neither.
final class IsolationTest {

  private static final Scope DEFAULT = new Scope.Grpc("default", Place.UNKNOWN);
  private static final Scope OTHER = new Scope.Grpc("other", Place.UNKNOWN);
  private static final String SECRETS = ResourceType.SECRET.url();

  @TempDir Path directory;

  private final List<ManagedChannel> channels = new ArrayList<>();
  private ControlPlane plane;

  @BeforeEach
  void start() throws Exception {
    plane = new ControlPlane(directory, Limits.standard());
    plane.others = peer -> peer.pod().map(pod -> new Scope.Grpc(pod.namespace(), Place.UNKNOWN));
    plane.publications.synced();
    var secret = resource(ResourceType.SECRET, "secret");
    var cluster = Samples.cluster("c", 1);
    var everywhere = resource(ResourceType.LISTENER, "backend.default");
    plane.publications.publish(SCOPE, 1, Samples.resources(secret, cluster));
    plane.publications.publish(
        DEFAULT, 1, Samples.resources(resource(ResourceType.LISTENER, "backend"), everywhere));
    plane.publications.publish(OTHER, 1, Samples.resources(everywhere));
  }

  @AfterEach
  void stop() {
    channels.forEach(ManagedChannel::shutdownNow);
    plane.close();
  }

  private static Resource resource(ResourceType type, String name) {
    return Resource.of(type, name, StringValue.of(name), Set.of());
  }

  private ManagedChannel client(String namespace, Optional<ObjectName> pod) throws Exception {
    var identity = new SpiffeId("cluster.local", namespace, "default");
    var channel = Clients.channel(plane, new Bearer(identity, pod, List.of(), List.of()));
    channels.add(channel);
    return channel;
  }

  private ManagedChannel clientOf(String namespace) throws Exception {
    return client(namespace, Optional.of(new ObjectName("Pod", namespace, "client-0")));
  }

  /// What a client of the namespace `default` would say.
  private static DiscoveryRequest request(String type, String... names) {
    var request =
        DiscoveryRequest.newBuilder().setTypeUrl(type).addAllResourceNames(List.of(names));
    request.getNodeBuilder().setId("client-0.default").setCluster("default");
    return request.build();
  }

  private static Clients.Call<DiscoveryRequest, DiscoveryResponse> ads(ManagedChannel channel) {
    return Clients.open(
        channel, AggregatedDiscoveryServiceGrpc.getStreamAggregatedResourcesMethod(), true);
  }

  @Test
  void theUnqualifiedNamesOfAnotherNamespaceAreNotServed() throws Exception {
    var listeners = ResourceType.LISTENER.url();
    var own = ads(clientOf("default"));
    own.call.sendMessage(request(listeners, "backend", "backend.default"));
    assertThat(own.next().getResourcesCount()).isEqualTo(2);
    var other = ads(clientOf("other"));
    other.call.sendMessage(request(listeners, "backend", "backend.default"));
    assertThat(other.next().getResourcesCount()).isEqualTo(1);
  }

  @Test
  void secretsAndClustersOfAGatewayAreNotServed() throws Exception {
    var channel = clientOf("default");
    var stream = ads(channel);
    stream.call.sendMessage(request(SECRETS, "secret"));
    stream.call.sendMessage(request(ResourceType.CLUSTER.url()));
    stream.call.sendMessage(request(ResourceType.LISTENER.url(), "backend"));
    var seen = 0;
    while (seen == 0) {
      // the answer to the last question comes after those to the others
      var response = stream.next();
      var listeners = response.getTypeUrl().equals(ResourceType.LISTENER.url());
      seen = listeners ? response.getResourcesCount() : 0;
      assertThat(response.getResourcesCount()).isEqualTo(seen);
      stream.call.sendMessage(
          request(response.getTypeUrl(), listeners ? "backend" : "secret").toBuilder()
              .setResponseNonce(response.getNonce())
              .build());
    }
    var delta = Clients.delta(channel);
    delta.call.sendMessage(Clients.request(SECRETS).addResourceNamesSubscribe("secret").build());
    assertThat(delta.next().getRemovedResourcesList()).containsExactly("secret");
    var sds = Clients.open(channel, SecretDiscoveryServiceGrpc.getDeltaSecretsMethod(), true);
    sds.call.sendMessage(Clients.request(SECRETS).addResourceNamesSubscribe("secret").build());
    assertThat(sds.next().getRemovedResourcesList()).containsExactly("secret");
  }

  /// Without a pod in its certificate nobody knows where it belongs: it waits.
  @Test
  void anIdentityWithoutAPodWaits() throws Exception {
    var stream = ads(client("default", Optional.empty()));
    stream.call.sendMessage(request(ResourceType.LISTENER.url(), "backend"));
    await().until(() -> plane.server.counters().snapshot().streamsOpened() == 1);
    assertThat(stream.received).isEmpty();
    assertThat(plane.publications.proxies()).isEmpty();
    plane.server.close();
    assertThat(stream.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(stream.received).isEmpty();
  }
}
