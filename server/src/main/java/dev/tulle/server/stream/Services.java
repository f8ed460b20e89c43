package dev.tulle.server.stream;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.tulle.core.xds.ResourceType;
import io.envoyproxy.envoy.service.cluster.v3.ClusterDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.endpoint.v3.EndpointDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.extension.v3.ExtensionConfigDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.listener.v3.ListenerDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.route.v3.RouteDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.secret.v3.SecretDiscoveryServiceGrpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/// All xDS services, made from their descriptors: every streaming method of each is served by a
/// [ProxyStream]. The unary `Fetch` methods are refused on purpose: without a stream there is no
/// ACK, and without ACKs no safe order of removal.
final class Services {

  private final Site site;
  private final Executor threads;

  Services(Site site, Executor threads) {
    this.site = site;
    this.threads = threads;
  }

  List<ServerServiceDefinition> all() {
    var services = new ArrayList<ServerServiceDefinition>();
    services.add(service(AggregatedDiscoveryServiceGrpc.getServiceDescriptor(), Optional.empty()));
    for (var type : ResourceType.values()) {
      services.add(service(descriptor(type), Optional.of(type)));
    }
    return services;
  }

  private static ServiceDescriptor descriptor(ResourceType type) {
    return switch (type) {
      case CLUSTER -> ClusterDiscoveryServiceGrpc.getServiceDescriptor();
      case ENDPOINT -> EndpointDiscoveryServiceGrpc.getServiceDescriptor();
      case LISTENER -> ListenerDiscoveryServiceGrpc.getServiceDescriptor();
      case ROUTE -> RouteDiscoveryServiceGrpc.getServiceDescriptor();
      case SECRET -> SecretDiscoveryServiceGrpc.getServiceDescriptor();
      case EXTENSION -> ExtensionConfigDiscoveryServiceGrpc.getServiceDescriptor();
    };
  }

  private ServerServiceDefinition service(
      ServiceDescriptor descriptor, Optional<ResourceType> only) {
    var methods = descriptor.getMethods().stream().map(Services::ours).toList();
    var own = ServiceDescriptor.newBuilder(descriptor.getName());
    methods.forEach(own::addMethod);
    var service = ServerServiceDefinition.builder(own.build());
    for (var method : methods) {
      service.addMethod(method, calls(method, only));
    }
    return service.build();
  }

  private ServerCallHandler<Wire.Received, Frame> calls(
      MethodDescriptor<Wire.Received, Frame> method, Optional<ResourceType> only) {
    if (method.getType() != MethodDescriptor.MethodType.BIDI_STREAMING) {
      return Services::refuse;
    }
    var kind = new ProxyStream.Kind(incremental(method), only);
    return (call, headers) -> open(call, kind);
  }

  private static boolean incremental(MethodDescriptor<?, ?> method) {
    return String.valueOf(method.getBareMethodName()).startsWith("Delta");
  }

  private static ServerCall.Listener<Wire.Received> refuse(
      ServerCall<Wire.Received, Frame> call, Metadata headers) {
    call.close(
        Status.UNIMPLEMENTED.withDescription("use the streaming methods: Fetch is not served"),
        new Metadata());
    return new ServerCall.Listener<>() {};
  }

  private ServerCall.Listener<Wire.Received> open(
      ServerCall<Wire.Received, Frame> call, ProxyStream.Kind kind) {
    if (!site.publications().isSynced()) {
      call.close(
          Status.UNAVAILABLE.withDescription("the control plane is still reading its sources"),
          new Metadata());
      return new ServerCall.Listener<>() {};
    }
    call.sendHeaders(new Metadata());
    var stream = new ProxyStream(call, Authentication.PEER.get(), kind, site);
    threads.execute(stream::run);
    return new Arrivals(stream.inbox());
  }

  /// Lays what gRPC calls in with into the stream's inbox, for its own thread.
  private static final class Arrivals extends ServerCall.Listener<Wire.Received> {

    private final Inbox inbox;

    Arrivals(Inbox inbox) {
      this.inbox = inbox;
    }

    @Override
    public void onMessage(Wire.Received message) {
      inbox.request(message);
    }

    @Override
    public void onReady() {
      inbox.signal();
    }

    @Override
    public void onHalfClose() {
      inbox.end(new Inbox.End("the proxy ended the stream", true));
    }

    @Override
    public void onCancel() {
      inbox.end(new Inbox.End("the connection was lost", false));
    }
  }

  // ---- messages ----

  private static MethodDescriptor<Wire.Received, Frame> ours(MethodDescriptor<?, ?> method) {
    var parser = incremental(method) ? DeltaDiscoveryRequest.parser() : DiscoveryRequest.parser();
    return MethodDescriptor.<Wire.Received, Frame>newBuilder()
        .setType(method.getType())
        .setFullMethodName(method.getFullMethodName())
        .setRequestMarshaller(new Requests(parser))
        .setResponseMarshaller(new Responses())
        .build();
  }

  private record Requests(Parser<? extends Message> parser)
      implements MethodDescriptor.Marshaller<Wire.Received> {

    @Override
    public InputStream stream(Wire.Received value) {
      throw new UnsupportedOperationException("a server sends no requests");
    }

    @Override
    public Wire.Received parse(InputStream stream) {
      try {
        return Wire.received(parser.parseFrom(stream));
      } catch (InvalidProtocolBufferException e) {
        throw Status.INVALID_ARGUMENT
            .withDescription("the message is not a discovery request")
            .withCause(e)
            .asRuntimeException();
      }
    }
  }

  private record Responses() implements MethodDescriptor.Marshaller<Frame> {

    @Override
    public InputStream stream(Frame frame) {
      return switch (frame) {
        case Frame.Message(var message) -> ProtoUtils.marshaller(message).stream(message);
        case Frame.Reset(var status) -> throw status.asRuntimeException();
      };
    }

    @Override
    public Frame parse(InputStream stream) {
      throw new UnsupportedOperationException("a server receives no responses");
    }
  }
}
