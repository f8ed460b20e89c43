package dev.tulle.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// gRPC, and so HTTP/2 by prior knowledge, on ports that are declared as `http`, by `appProtocol`
/// as HTTP/2, and as `grpc`: one call, streams in both directions, metadata, errors in trailers.
@EndToEnd
@ExtendWith(FidelityMesh.Shared.class)
class FidelityGrpcTest {

  private static final Metadata.Key<String> TEXT =
      Metadata.Key.of("x-text", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<byte[]> BINARY =
      Metadata.Key.of("x-bytes-bin", Metadata.BINARY_BYTE_MARSHALLER);
  private static final int LARGE = 3_000_000;

  private final FidelityMesh mesh;
  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());

  FidelityGrpcTest(FidelityMesh mesh) {
    this.mesh = mesh;
  }

  @AfterEach
  void end() {
    var _ = loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
  }

  private enum Text implements MethodDescriptor.Marshaller<String> {
    UTF_8;

    @Override
    public InputStream stream(String value) {
      return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String parse(InputStream stream) {
      try {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static MethodDescriptor<String, String> method(
      String name, MethodDescriptor.MethodType type) {
    return MethodDescriptor.newBuilder(Text.UTF_8, Text.UTF_8)
        .setType(type)
        .setFullMethodName("fidelity.Echo/" + name)
        .build();
  }

  private static final MethodDescriptor<String, String> ONCE =
      method("Once", MethodDescriptor.MethodType.UNARY);
  private static final MethodDescriptor<String, String> FAIL =
      method("Fail", MethodDescriptor.MethodType.UNARY);
  private static final MethodDescriptor<String, String> CHAT =
      method("Chat", MethodDescriptor.MethodType.BIDI_STREAMING);

  @ParameterizedTest
  @CsvSource({"84, 8084", "81, 8081", "82, 8082"})
  void callsAndStreamsPass(int port, int target) throws Exception {
    mesh.same(
        way -> {
          var server = serve(way.server(0), target);
          var channel = dial(way.client(), way.service("one", port));
          try {
            var metadata = new Metadata();
            metadata.put(TEXT, "a b");
            metadata.put(BINARY, new byte[] {0, 1, (byte) 255});
            var headers = new java.util.concurrent.atomic.AtomicReference<Metadata>();
            var trailers = new java.util.concurrent.atomic.AtomicReference<Metadata>();
            var calls =
                io.grpc.ClientInterceptors.intercept(
                    channel,
                    MetadataUtils.newAttachHeadersInterceptor(metadata),
                    MetadataUtils.newCaptureMetadataInterceptor(headers, trailers));
            var once = ClientCalls.blockingUnaryCall(calls, ONCE, CallOptions.DEFAULT, "hi");
            var large = "x".repeat(LARGE);
            assertThat(ClientCalls.blockingUnaryCall(calls, ONCE, CallOptions.DEFAULT, large))
                .endsWith(large);
            return List.of(
                once,
                String.valueOf(headers.get().get(TEXT)),
                failure(calls),
                String.valueOf(trailers.get().get(TEXT)),
                chat(calls));
          } finally {
            channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
            server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
          }
        });
  }

  private static String failure(io.grpc.Channel calls) {
    try {
      return ClientCalls.blockingUnaryCall(calls, FAIL, CallOptions.DEFAULT, "why");
    } catch (StatusRuntimeException e) {
      return e.getStatus().toString();
    }
  }

  /// Each message is answered before the next is sent.
  private static String chat(io.grpc.Channel calls) throws InterruptedException {
    BlockingQueue<String> answers = new ArrayBlockingQueue<>(100);
    var requests =
        ClientCalls.asyncBidiStreamingCall(calls.newCall(CHAT, CallOptions.DEFAULT), into(answers));
    var said = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      requests.onNext("message " + i);
      said.append(answers.poll(10, TimeUnit.SECONDS)).append('\n');
    }
    requests.onCompleted();
    return said.append(answers.poll(10, TimeUnit.SECONDS)).toString();
  }

  private static StreamObserver<String> into(BlockingQueue<String> answers) {
    return new StreamObserver<>() {
      @Override
      public void onNext(String value) {
        answers.add(value);
      }

      @Override
      public void onError(Throwable t) {
        answers.add("error " + t);
      }

      @Override
      public void onCompleted() {
        answers.add("completed");
      }
    };
  }

  private static StreamObserver<String> echo(StreamObserver<String> answers) {
    return new StreamObserver<>() {
      @Override
      public void onNext(String value) {
        answers.onNext("echo " + value);
      }

      @Override
      public void onError(Throwable t) {
        answers.onError(t);
      }

      @Override
      public void onCompleted() {
        answers.onCompleted();
      }
    };
  }

  /// Says what it saw: path, authority, user agent and own metadata.
  private static final class Seen implements ServerInterceptor {
    private static final io.grpc.Context.Key<String> KEY = io.grpc.Context.key("seen");

    @Override
    public <A, B> ServerCall.Listener<A> interceptCall(
        ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
      var names = new java.util.TreeSet<>(headers.keys());
      var text =
          "%s %s %s"
              .formatted(call.getMethodDescriptor().getFullMethodName(), names, headers.get(TEXT));
      var answering =
          new io.grpc.ForwardingServerCall.SimpleForwardingServerCall<A, B>(call) {
            @Override
            public void sendHeaders(Metadata own) {
              own.put(TEXT, "from the server");
              super.sendHeaders(own);
            }

            @Override
            public void close(Status status, Metadata trailers) {
              trailers.put(TEXT, "at the end");
              super.close(status, trailers);
            }
          };
      return io.grpc.Contexts.interceptCall(
          io.grpc.Context.current().withValue(KEY, text), answering, headers, next);
    }
  }

  private Server serve(PodSockets pod, int port) throws IOException {
    var service =
        ServerServiceDefinition.builder("fidelity.Echo")
            .addMethod(
                ONCE,
                ServerCalls.asyncUnaryCall(
                    (String request, StreamObserver<String> answers) -> {
                      answers.onNext(Seen.KEY.get() + " " + request);
                      answers.onCompleted();
                    }))
            .addMethod(
                FAIL,
                ServerCalls.asyncUnaryCall(
                    (String request, StreamObserver<String> answers) ->
                        answers.onError(
                            Status.FAILED_PRECONDITION
                                .withDescription("because: " + request)
                                .asRuntimeException())))
            .addMethod(CHAT, ServerCalls.asyncBidiStreamingCall(FidelityGrpcTest::echo))
            .build();
    return NettyServerBuilder.forAddress(new InetSocketAddress(port))
        .bossEventLoopGroup(loops)
        .workerEventLoopGroup(loops)
        .channelFactory(() -> inside(pod, NioServerSocketChannel::new))
        .addService(ServerInterceptors.intercept(service, new Seen()))
        .build()
        .start();
  }

  private ManagedChannel dial(PodSockets pod, InetSocketAddress to) {
    return NettyChannelBuilder.forAddress(to)
        .eventLoopGroup(loops)
        .channelFactory(() -> inside(pod, NioSocketChannel::new))
        .overrideAuthority("one")
        .usePlaintext()
        .build();
  }

  private static <T> T inside(PodSockets pod, java.util.concurrent.Callable<T> making) {
    try {
      return pod.call(making);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
