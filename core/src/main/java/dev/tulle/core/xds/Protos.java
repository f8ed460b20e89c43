package dev.tulle.core.xds;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.Pipe;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;

/// The small messages that all of Envoy's configuration is made of.
final class Protos {

  private static final int MILLIS = 1000;
  private static final int NANOS_PER_MILLI = 1_000_000;

  /// Whatever is asked for comes over the one aggregated stream.
  static final ConfigSource ADS =
      ConfigSource.newBuilder()
          .setAds(AggregatedConfigSource.getDefaultInstance())
          .setResourceApiVersion(ApiVersion.V3)
          .build();

  static final BoolValue TRUE = BoolValue.of(true);
  static final BoolValue FALSE = BoolValue.of(false);

  private Protos() {}

  static UInt32Value number(int value) {
    return UInt32Value.of(value);
  }

  static Duration seconds(int seconds) {
    return Duration.newBuilder().setSeconds(seconds).build();
  }

  static Duration millis(int millis) {
    return Duration.newBuilder()
        .setSeconds(millis / MILLIS)
        .setNanos(millis % MILLIS * NANOS_PER_MILLI)
        .build();
  }

  static Duration duration(java.time.Duration time) {
    return Duration.newBuilder().setSeconds(time.getSeconds()).setNanos(time.getNano()).build();
  }

  /// Deterministic, unlike `Any.pack`, where a message holds maps.
  static Any any(Message message) {
    return Any.newBuilder()
        .setTypeUrl("type.googleapis.com/" + message.getDescriptorForType().getFullName())
        .setValue(Resource.bytes(message))
        .build();
  }

  static Address address(String address, int port) {
    return address(address, port, SocketAddress.Protocol.TCP);
  }

  static Address address(String address, int port, SocketAddress.Protocol protocol) {
    return Address.newBuilder()
        .setSocketAddress(
            SocketAddress.newBuilder().setProtocol(protocol).setAddress(address).setPortValue(port))
        .build();
  }

  static Address pipe(String path) {
    return Address.newBuilder().setPipe(Pipe.newBuilder().setPath(path)).build();
  }

  static TransportSocket tls(Message context) {
    return TransportSocket.newBuilder()
        .setName("envoy.transport_sockets.tls")
        .setTypedConfig(any(context))
        .build();
  }
}
