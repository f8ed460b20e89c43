package dev.tulle.cli.cluster.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tulle.cli.e2e.Certificate;
import dev.tulle.cli.e2e.Connection;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/// One exchange of each kind through a Gateway, on a connection of its own: whether it got an
/// answer from a backend. `identity` is shown where a client is asked for a certificate.
record Traffic(InetAddress gateway, Certificate identity) {

  private static final int PATIENCE_MS = 500;
  private static final int DATAGRAM = 2_048;

  private InetSocketAddress at(int port) {
    return new InetSocketAddress(gateway, port);
  }

  boolean http(int port, String host) {
    return http(() -> Connection.plain(at(port)), host, "/");
  }

  boolean http(int port, String host, String path) {
    return http(() -> Connection.plain(at(port)), host, path);
  }

  /// Over TLS, with our certificate.
  boolean https(int port, String host) {
    return http(() -> identity.present(at(port), host), host, "/");
  }

  private static boolean http(Connection.Dialling dialling, String host, String path) {
    try (var connection = new Connection(dialling)) {
      return connection.get(host, path).status() == 200;
    } catch (IOException _) {
      return false;
    }
  }

  boolean grpc(int port, String host) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(at(port)).usePlaintext().overrideAuthority(host).build();
    try {
      var method =
          MethodDescriptor.newBuilder(new Bytes(), new Bytes())
              .setType(MethodDescriptor.MethodType.UNARY)
              .setFullMethodName("gateway_api_conformance.echo_basic.grpcecho.GrpcEcho/Echo")
              .build();
      var options = CallOptions.DEFAULT.withDeadlineAfter(5, TimeUnit.SECONDS);
      return ClientCalls.blockingUnaryCall(channel, method, options, new byte[0]).length > 0;
    } catch (StatusRuntimeException _) {
      return false;
    } finally {
      channel.shutdownNow();
    }
  }

  boolean udp(int port) {
    try (var socket = new DatagramSocket()) {
      socket.setSoTimeout(PATIENCE_MS);
      var question = "hello".getBytes(UTF_8);
      socket.send(new DatagramPacket(question, question.length, at(port)));
      socket.receive(new DatagramPacket(new byte[DATAGRAM], DATAGRAM));
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private record Bytes() implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
