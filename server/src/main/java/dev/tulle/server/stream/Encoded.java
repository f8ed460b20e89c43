package dev.tulle.server.stream;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.tulle.core.xds.Resource;
import dev.tulle.core.xds.ResourceType;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import org.jspecify.annotations.Nullable;

/// One resource as it goes on the wire, made once for each content and shared by all streams: its
/// bytes and its serialised size are computed one time, whatever the number of proxies. It knows
/// whether some proxy has taken it, and whether one has refused it.
final class Encoded {

  private final Resource resource;
  private final io.envoyproxy.envoy.service.discovery.v3.Resource message;
  private volatile @Nullable String endpointName;
  private volatile boolean accepted;
  private volatile boolean refused;

  Encoded(Resource resource) {
    this.resource = resource;
    var any = Any.newBuilder().setTypeUrl(resource.type().url()).setValue(resource.bytes());
    this.message =
        io.envoyproxy.envoy.service.discovery.v3.Resource.newBuilder()
            .setName(resource.name())
            .setVersion(resource.version())
            .setResource(any)
            .build();
  }

  Resource resource() {
    return resource;
  }

  ResourceType type() {
    return resource.type();
  }

  String name() {
    return resource.name();
  }

  String version() {
    return resource.version();
  }

  boolean same(Encoded other) {
    return type() == other.type()
        && name().equals(other.name())
        && version().equals(other.version());
  }

  boolean accepted() {
    return accepted;
  }

  void accept() {
    accepted = true;
  }

  boolean refused() {
    return refused;
  }

  void refuse() {
    refused = true;
  }

  io.envoyproxy.envoy.service.discovery.v3.Resource message() {
    return message;
  }

  int size() {
    return message.getSerializedSize();
  }

  /// The name under which Envoy asks for the endpoints of this cluster; empty where it does not.
  String endpointName() {
    var known = endpointName;
    if (known == null) {
      known = resource.type() == ResourceType.CLUSTER ? readEndpointName() : "";
      endpointName = known;
    }
    return known;
  }

  private String readEndpointName() {
    try {
      var cluster = Cluster.parseFrom(resource.bytes());
      if (cluster.getType() != Cluster.DiscoveryType.EDS) {
        return "";
      }
      var name = cluster.getEdsClusterConfig().getServiceName();
      return name.isEmpty() ? cluster.getName() : name;
    } catch (InvalidProtocolBufferException e) {
      return "";
    }
  }
}
