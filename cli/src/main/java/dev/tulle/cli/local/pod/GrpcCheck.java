package dev.tulle.cli.local.pod;

import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Passes when the gRPC health service says `SERVING`. Each question has a connection of its own,
/// as a kubelet's has.
record GrpcCheck(String host, int port, String service) implements Check {

  @Override
  public Verdict ask(Duration timeout) {
    var channel =
        NettyChannelBuilder.forAddress(new InetSocketAddress(host, port))
            .usePlaintext()
            .userAgent(HttpCheck.AGENT)
            .build();
    try {
      var answer =
          HealthGrpc.newBlockingStub(channel)
              .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS)
              .check(HealthCheckRequest.newBuilder().setService(service).build());
      return answer.getStatus() == ServingStatus.SERVING
          ? Verdict.PASSED
          : Verdict.failed("service unhealthy (responded with %s)".formatted(answer.getStatus()));
    } catch (StatusRuntimeException e) {
      return Verdict.failed("grpc %s:%d: %s".formatted(host, port, e.getStatus()));
    } finally {
      channel.shutdownNow();
    }
  }

  @Override
  public Duration pause() {
    return Duration.ofMillis(50);
  }
}
