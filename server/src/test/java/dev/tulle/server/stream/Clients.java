package dev.tulle.server.stream;

import dev.tulle.server.ca.Bearer;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.grpc.util.AdvancedTlsX509TrustManager.Verification;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Raw gRPC clients, well-behaved and not.
final class Clients {

  private static final long PATIENCE_SECONDS = 20;

  private Clients() {}

  /// A channel to the server under test; without a certificate where `certificate` is null.
  static ManagedChannel channel(
      int port,
      X509Certificate root,
      @Nullable X509Certificate certificate,
      @Nullable PrivateKey key)
      throws IOException {
    var trust = trust(root);
    var tls =
        GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
            .trustManager(trust);
    if (certificate != null && key != null) {
      tls.keyManager(key, certificate);
    }
    return NettyChannelBuilder.forAddress("127.0.0.1", port).sslContext(tls.build()).build();
  }

  /// The server has the name of a workload, not of a host.
  private static AdvancedTlsX509TrustManager trust(X509Certificate root) throws IOException {
    try {
      var trust =
          AdvancedTlsX509TrustManager.newBuilder()
              .setVerification(Verification.CERTIFICATE_ONLY_VERIFICATION)
              .build();
      trust.updateTrustCredentials(new X509Certificate[] {root});
      return trust;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  static ManagedChannel channel(ControlPlane plane) throws IOException {
    return channel(plane, Bearer.of(ControlPlane.GATEWAY));
  }

  static ManagedChannel channel(ControlPlane plane, Bearer bearer) throws IOException {
    var issued = plane.authority.issue(bearer);
    return channel(plane.port(), plane.authority.root(), issued.certificate(), issued.key());
  }

  /// One call, with what came back and how it ended.
  static final class Call<Q, P> extends ClientCall.Listener<P> {

    final ClientCall<Q, P> call;
    final BlockingQueue<P> received = new LinkedBlockingQueue<>();
    final CompletableFuture<Status> ended = new CompletableFuture<>();
    private final boolean reads;

    private Call(ClientCall<Q, P> call, boolean reads) {
      this.call = call;
      this.reads = reads;
    }

    @Override
    public void onMessage(P message) {
      received.add(message);
      if (reads) {
        call.request(1);
      }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      ended.complete(status);
    }

    P next() throws InterruptedException {
      var message = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("no response came; the call: " + ended.getNow(Status.OK));
      }
      return message;
    }

    Status end() throws Exception {
      return ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  static <Q, P> Call<Q, P> open(
      ManagedChannel channel, MethodDescriptor<Q, P> method, boolean reads) {
    var call = new Call<>(channel.newCall(method, CallOptions.DEFAULT), reads);
    call.call.start(call, new Metadata());
    if (reads) {
      call.call.request(1);
    }
    return call;
  }

  static Call<DeltaDiscoveryRequest, DeltaDiscoveryResponse> delta(ManagedChannel channel) {
    return open(channel, AggregatedDiscoveryServiceGrpc.getDeltaAggregatedResourcesMethod(), true);
  }

  static DeltaDiscoveryRequest.Builder request(String typeUrl) {
    return DeltaDiscoveryRequest.newBuilder().setTypeUrl(typeUrl);
  }
}
