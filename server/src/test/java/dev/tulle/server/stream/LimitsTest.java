package dev.tulle.server.stream;

import static dev.tulle.server.stream.ControlPlane.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.xds.Resource;
import dev.tulle.core.xds.ResourceType;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Proxies that ask for too much, read too little, or all come at once.
final class LimitsTest {

  private static final String CLUSTERS = ResourceType.CLUSTER.url();
  private static final String ENDPOINTS = ResourceType.ENDPOINT.url();

  @TempDir Path directory;

  private ControlPlane plane;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws Exception {
    var limits = new Limits(4 << 20, 64 << 10, 10_000, 1_000, 100, 500, 32, Duration.ofMillis(700));
    plane = new ControlPlane(directory, limits);
    plane.publications.synced();
    plane.publications.publish(SCOPE, 1, Samples.resources(Samples.cluster("a", 1)));
    channel = Clients.channel(plane);
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    plane.close();
  }

  private void stillServes() throws Exception {
    var call = Clients.delta(channel);
    call.call.sendMessage(Clients.request(CLUSTERS).build());
    assertThat(call.next().getResources(0).getName()).isEqualTo("a");
    call.call.halfClose();
    call.end();
  }

  private Status ask(DeltaDiscoveryRequest request) throws Exception {
    var call = Clients.delta(channel);
    call.call.sendMessage(request);
    var status = call.end();
    stillServes();
    return status;
  }

  @Test
  void namesOfAMegabyteAreRefused() throws Exception {
    var request = Clients.request(ENDPOINTS).addResourceNamesSubscribe("x".repeat(1 << 20));
    var status = ask(request.build());
    assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(status.getDescription()).contains("1048576 characters");
  }

  @Test
  void aMillionNamesAreRefused() throws Exception {
    var request = Clients.request(ENDPOINTS);
    IntStream.range(0, 1_000_000).forEach(i -> request.addResourceNamesSubscribe("n" + i));
    // such a message is not even read to its end, so that nothing but a reset may come back
    assertThat(ask(request.build()).getCode())
        .isIn(Status.Code.RESOURCE_EXHAUSTED, Status.Code.CANCELLED);
    request.clearResourceNamesSubscribe();
    IntStream.range(0, 20_000).forEach(i -> request.addResourceNamesSubscribe("n" + i));
    var status = ask(request.build());
    assertThat(status.getDescription()).contains("more than 10000 resource names");
  }

  @Test
  void namesThatAddUpAreRefused() throws Exception {
    var call = Clients.delta(channel);
    for (var round = 0; round < 12; round++) {
      var request = Clients.request(ENDPOINTS);
      for (var i = 0; i < 1_000; i++) {
        request.addResourceNamesSubscribe("n" + round + "-" + i);
      }
      call.call.sendMessage(request.build());
    }
    assertThat(call.end().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    stillServes();
  }

  @Test
  void tooManyRequestsAreRefused() throws Exception {
    var call = Clients.delta(channel);
    for (var i = 0; i < 2_000; i++) {
      call.call.sendMessage(Clients.request(ENDPOINTS).setResponseNonce("nonsense").build());
    }
    var status = call.end();
    assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(status.getDescription()).contains("slow down");
    stillServes();
  }

  @Test
  void unknownTypesAndNoncesAreNoReasonToEndAStream() throws Exception {
    var call = Clients.delta(channel);
    for (var type : List.of("", "garbage", "type.googleapis.com/\u0000", CLUSTERS + "x")) {
      call.call.sendMessage(
          Clients.request(type).addResourceNamesSubscribe("*").setResponseNonce("9").build());
    }
    call.call.sendMessage(Clients.request(CLUSTERS).setResponseNonce("made up").build());
    assertThat(call.next().getTypeUrl()).isEqualTo(CLUSTERS);
  }

  @Test
  @Timeout(30)
  void whoStopsReadingIsCutOffAndTheOthersGoOn() throws Exception {
    var big = new ArrayList<Resource>();
    IntStream.range(0, 40_000).forEach(i -> big.add(Samples.cluster("a" + "x".repeat(60) + i, 1)));
    var method = AggregatedDiscoveryServiceGrpc.getDeltaAggregatedResourcesMethod();
    var own = Clients.channel(plane);
    try {
      Clients.Call<DeltaDiscoveryRequest, DeltaDiscoveryResponse> deaf =
          Clients.open(own, method, false);
      plane.publications.publish(SCOPE, 2, Samples.resources(big));
      deaf.call.sendMessage(Clients.request(CLUSTERS).build());
      // each ACK makes room for the next response, none of which is ever read
      var counters = plane.server.counters();
      for (var acked = 0L; counters.snapshot().slow() == 0; ) {
        var sent = counters.snapshot().responses();
        if (sent > acked) {
          acked = sent;
          deaf.call.sendMessage(Clients.request(CLUSTERS).setResponseNonce("1-" + acked).build());
        }
        TimeUnit.MILLISECONDS.sleep(1);
        assertThat(acked).as("responses that nobody reads").isLessThan(60);
      }
      var listening = Clients.delta(channel);
      listening.call.sendMessage(Clients.request(CLUSTERS).build());
      assertThat(listening.next().getResourcesCount()).isPositive();
      assertThat(plane.publications.proxies()).hasSize(1);
    } finally {
      own.shutdownNow();
    }
  }

  @Test
  void fiveHundredThatConnectAtOnceAreAllServed() throws Exception {
    var channels = new ArrayList<ManagedChannel>();
    try {
      var calls = new ArrayList<Clients.Call<DeltaDiscoveryRequest, DeltaDiscoveryResponse>>();
      for (var i = 0; i < 500; i++) {
        if (i % 25 == 0) {
          channels.add(Clients.channel(plane));
        }
        var call = Clients.delta(channels.getLast());
        call.call.sendMessage(Clients.request(CLUSTERS).build());
        calls.add(call);
      }
      for (var call : calls) {
        var response = call.next();
        assertThat(response.getResources(0).getName()).isEqualTo("a");
        call.call.sendMessage(
            Clients.request(CLUSTERS).setResponseNonce(response.getNonce()).build());
      }
      plane.publications.publish(SCOPE, 2, Samples.resources(Samples.cluster("a", 2)));
      for (var call : calls) {
        var response = call.next();
        call.call.sendMessage(
            Clients.request(CLUSTERS).setResponseNonce(response.getNonce()).build());
      }
      assertThat(plane.publications.awaitSequence(2, Duration.ofSeconds(20))).isTrue();
      assertThat(plane.publications.proxies()).hasSize(500);
    } finally {
      channels.forEach(ManagedChannel::shutdownNow);
    }
  }
}
