package dev.tulle.cli.local.pod;

import io.grpc.Attributes;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Passes when the gRPC health service says `SERVING`. Each question has a connection of its own,
/// as a kubelet's has.
record GrpcCheck(NodeAgent agent, int port, String service) implements Check {

  @Override
  public Verdict ask(Duration timeout) {
    var channel =
        NettyChannelBuilder.forAddress(new InetSocketAddress(agent.pod(), port))
            .localSocketPicker(new Source(agent))
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
      return Verdict.failed("grpc %s:%d: %s".formatted(agent.pod(), port, e.getStatus()));
    } finally {
      channel.shutdownNow();
    }
  }

  @Override
  public Duration pause() {
    return Duration.ofMillis(50);
  }

  private static final class Source extends NettyChannelBuilder.LocalSocketPicker {
    private final NodeAgent agent;

    Source(NodeAgent agent) {
      this.agent = agent;
    }

    @Override
    public @Nullable SocketAddress createSocketAddress(
        SocketAddress remoteAddress, Attributes attributes) {
      return agent.source(agent.pod()).orElse(null);
    }
  }
}
