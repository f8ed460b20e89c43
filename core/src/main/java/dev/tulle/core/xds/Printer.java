package dev.tulle.core.xds;

import com.github.xds.type.matcher.v3.IPMatcher;
import com.github.xds.type.v3.TypedStruct;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.StringValue;
import com.google.protobuf.util.JsonFormat;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.access_loggers.stream.v3.StdoutAccessLog;
import io.envoyproxy.envoy.extensions.common.matching.v3.ExtensionWithMatcher;
import io.envoyproxy.envoy.extensions.common.matching.v3.ExtensionWithMatcherPerRoute;
import io.envoyproxy.envoy.extensions.filters.common.matcher.action.v3.SkipFilter;
import io.envoyproxy.envoy.extensions.filters.http.composite.v3.Composite;
import io.envoyproxy.envoy.extensions.filters.http.composite.v3.ExecuteFilterAction;
import io.envoyproxy.envoy.extensions.filters.http.cors.v3.Cors;
import io.envoyproxy.envoy.extensions.filters.http.cors.v3.CorsPolicy;
import io.envoyproxy.envoy.extensions.filters.http.credential_injector.v3.CredentialInjector;
import io.envoyproxy.envoy.extensions.filters.http.ext_authz.v3.ExtAuthz;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.http.stateful_session.v3.StatefulSession;
import io.envoyproxy.envoy.extensions.filters.http.stateful_session.v3.StatefulSessionPerRoute;
import io.envoyproxy.envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec;
import io.envoyproxy.envoy.extensions.filters.listener.original_dst.v3.OriginalDst;
import io.envoyproxy.envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
import io.envoyproxy.envoy.extensions.filters.network.direct_response.v3.Config;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
import io.envoyproxy.envoy.extensions.filters.udp.udp_proxy.v3.UdpProxyConfig;
import io.envoyproxy.envoy.extensions.http.early_header_mutation.header_mutation.v3.HeaderMutation;
import io.envoyproxy.envoy.extensions.http.header_formatters.preserve_case.v3.PreserveCaseFormatterConfig;
import io.envoyproxy.envoy.extensions.http.original_ip_detection.custom_header.v3.CustomHeaderConfig;
import io.envoyproxy.envoy.extensions.http.stateful_session.cookie.v3.CookieBasedSessionState;
import io.envoyproxy.envoy.extensions.http.stateful_session.header.v3.HeaderBasedSessionState;
import io.envoyproxy.envoy.extensions.matching.common_inputs.network.v3.DestinationIPInput;
import io.envoyproxy.envoy.extensions.matching.common_inputs.network.v3.DestinationPortInput;
import io.envoyproxy.envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig;
import io.envoyproxy.envoy.extensions.resource_monitors.fixed_heap.v3.FixedHeapConfig;
import io.envoyproxy.envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import java.util.List;

/// Prints Envoy's configuration as JSON with Envoy's own field names, for people and files. Private
/// keys are printed as `[redacted]`.
public final class Printer {

  private static final List<Descriptor> INSIDE_ANY =
      List.of(
          Composite.getDescriptor(),
          Config.getDescriptor(),
          Cors.getDescriptor(),
          CookieBasedSessionState.getDescriptor(),
          CorsPolicy.getDescriptor(),
          CredentialInjector.getDescriptor(),
          CustomHeaderConfig.getDescriptor(),
          DestinationIPInput.getDescriptor(),
          DestinationPortInput.getDescriptor(),
          DownstreamConnectionsConfig.getDescriptor(),
          DownstreamTlsContext.getDescriptor(),
          ExecuteFilterAction.getDescriptor(),
          ExtAuthz.getDescriptor(),
          ExtensionWithMatcher.getDescriptor(),
          ExtensionWithMatcherPerRoute.getDescriptor(),
          FixedHeapConfig.getDescriptor(),
          HeaderBasedSessionState.getDescriptor(),
          HeaderMutation.getDescriptor(),
          HttpConnectionManager.getDescriptor(),
          HttpProtocolOptions.getDescriptor(),
          IPMatcher.getDescriptor(),
          PreviousHostsPredicate.getDescriptor(),
          OriginalDst.getDescriptor(),
          PreserveCaseFormatterConfig.getDescriptor(),
          Router.getDescriptor(),
          Secret.getDescriptor(),
          SkipFilter.getDescriptor(),
          StatefulSession.getDescriptor(),
          StatefulSessionPerRoute.getDescriptor(),
          StdoutAccessLog.getDescriptor(),
          StringValue.getDescriptor(),
          TcpProxy.getDescriptor(),
          io.envoyproxy.envoy.extensions.filters.network.set_filter_state.v3.Config.getDescriptor(),
          TlsInspector.getDescriptor(),
          TypedStruct.getDescriptor(),
          UdpProxyConfig.getDescriptor(),
          UpstreamCodec.getDescriptor(),
          io.envoyproxy.envoy.extensions.filters.udp.udp_proxy.v3.Route.getDescriptor(),
          UpstreamTlsContext.getDescriptor());

  private static final JsonFormat.Printer JSON =
      JsonFormat.printer()
          .usingTypeRegistry(JsonFormat.TypeRegistry.newBuilder().add(INSIDE_ANY).build())
          .preservingProtoFieldNames()
          .sortingMapKeys();

  private Printer() {}

  public static String json(Resource resource) {
    var message = message(resource);
    return json(message instanceof Secret secret ? redacted(secret) : message);
  }

  /// A message without private keys in it, such as a bootstrap.
  public static String json(Message message) {
    try {
      return JSON.print(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a type is missing in the list of what stands in an Any", e);
    }
  }

  /// The message of which a resource is the bytes.
  public static Message message(Resource resource) {
    try {
      return parser(resource.type()).parseFrom(resource.bytes());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a resource is made from a message of its type", e);
    }
  }

  private static Parser<? extends Message> parser(ResourceType type) {
    return switch (type) {
      case CLUSTER -> Cluster.parser();
      case ENDPOINT -> ClusterLoadAssignment.parser();
      case LISTENER -> Listener.parser();
      case ROUTE -> RouteConfiguration.parser();
      case SECRET -> Secret.parser();
      case EXTENSION -> TypedExtensionConfig.parser();
    };
  }

  private static Secret redacted(Secret secret) {
    var out = secret.toBuilder();
    if (out.hasTlsCertificate()) {
      out.getTlsCertificateBuilder()
          .setPrivateKey(DataSource.newBuilder().setInlineString("[redacted]"));
    }
    return out.build();
  }
}
