package dev.tulle.server.grpc;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Change;
import dev.tulle.core.world.Kind;
import dev.tulle.core.world.SliceRecord;
import dev.tulle.core.world.SliceRecord.SliceEndpoint;
import dev.tulle.core.world.SliceRecord.SlicePort;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// A real gRPC server that says its name, and the EndpointSlice that leads to it.
final class Backend implements AutoCloseable {

  private static final MethodDescriptor<String, String> NAME =
      MethodDescriptor.<String, String>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("test.Backend/Name")
          .setRequestMarshaller(new Text())
          .setResponseMarshaller(new Text())
          .build();

  private final String name;
  private final InetAddress address;
  private final Server server;

  /// At an address of this machine that an EndpointSlice may have, which no loopback address is.
  static Optional<InetAddress> address() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
        .flatMap(NetworkInterface::inetAddresses)
        .filter(Inet4Address.class::isInstance)
        .filter(each -> !each.isLoopbackAddress() && !each.isLinkLocalAddress())
        .findFirst();
  }

  Backend(String name) throws IOException {
    this.name = name;
    this.address = address().orElseThrow();
    var service =
        ServerServiceDefinition.builder("test.Backend")
            .addMethod(
                NAME,
                ServerCalls.asyncUnaryCall(
                    (asked, answer) -> {
                      answer.onNext(name);
                      answer.onCompleted();
                    }))
            .build();
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(address, 0))
            .addService(service)
            .build()
            .start();
  }

  /// Asks whatever server the channel leads to.
  static String ask(ManagedChannel channel) {
    var options = CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS);
    return ClientCalls.blockingUnaryCall(channel, NAME, options, "who are you");
  }

  Change slice() {
    var endpoint =
        new SliceEndpoint(
            List.of(address.getHostAddress()),
            true,
            true,
            false,
            "",
            "",
            "",
            Set.of(),
            Set.of(),
            "");
    var port = new SlicePort("grpc", server.getPort(), "TCP", "");
    return Change.put(
        sliceName(),
        new SliceRecord(sliceName(), "backend", "IPv4", List.of(port), List.of(endpoint)));
  }

  Change gone() {
    return Change.gone(sliceName());
  }

  private ObjectName sliceName() {
    return Kind.ENDPOINT_SLICE.named("default", "backend-" + name);
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private record Text() implements MethodDescriptor.Marshaller<String> {

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
}
