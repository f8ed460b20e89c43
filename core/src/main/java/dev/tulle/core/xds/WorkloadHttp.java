package dev.tulle.core.xds;

import static dev.tulle.core.xds.Protos.number;
import static dev.tulle.core.xds.Protos.seconds;

import com.google.protobuf.Message;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.Http1ProtocolOptions.HeaderKeyFormat;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.ForwardClientCertDetails;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.UpgradeConfig;
import io.envoyproxy.envoy.extensions.http.early_header_mutation.header_mutation.v3.HeaderMutation;
import io.envoyproxy.envoy.extensions.http.header_formatters.preserve_case.v3.PreserveCaseFormatterConfig;
import io.envoyproxy.envoy.extensions.http.original_ip_detection.custom_header.v3.CustomHeaderConfig;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.UseDownstreamHttpConfig;
import java.util.List;

/// How proxies of workloads speak HTTP, on both sides: as their programs would with each other.
/// Nothing is added, removed, put into another form, or cut off for its size or for the time that
/// it takes, as far as Envoy can do without.
final class WorkloadHttp {

  static final String CONNECT = "CONNECT";

  /// Protocols that connections are taken over for; any other is answered with 403. Envoy itself
  /// takes the offer of `h2c` out of a request, which servers are free to pass over.
  private static final List<String> UPGRADES =
      List.of(
          "websocket",
          "spdy/3.1",
          "tcp",
          "tls/1.0",
          "tls/1.2",
          "ptth/1.0",
          "derp",
          "tailscale-control-protocol",
          CONNECT);

  /// A header that holds what the client connected to, in which no client has a say.
  static final String DIALLED = "x-tulle-dialled";

  /// What a request of HTTP/1.0 gets that has no Host header.
  private static final String LOCAL_HOST = "localhost";

  private static final String FORWARDED_PROTO = "x-forwarded-proto";
  private static final String REMEMBERED_PROTO = "x-tulle-forwarded-proto";

  private static final int MAX_HEADERS_KIB = 8192; // the most that Envoy takes
  private static final int MAX_HEADERS = 100_000;
  /// For how long the end of a connection waits for a client that may still be sending, to which it
  /// would take its answer away. Envoy's own second would be felt at the end of each WebSocket.
  private static final int LINGER_MILLIS = 100;

  private static final int MAX_STREAMS = Integer.MAX_VALUE;
  private static final int STREAM_WINDOW_BYTES = 1 << 20;
  private static final int CONNECTION_WINDOW_BYTES = 16 << 20;

  private WorkloadHttp() {}

  /// The same where the routes are to know what was dialled.
  static HttpConnectionManager.Builder ofDialled(HttpConnectionManager.Builder manager) {
    return of(manager)
        .addEarlyHeaderMutationExtensions(
            mutation("dialled", header(DIALLED, "%DOWNSTREAM_LOCAL_ADDRESS%")));
  }

  static HttpConnectionManager.Builder of(HttpConnectionManager.Builder manager) {
    UPGRADES.forEach(
        type -> manager.addUpgradeConfigs(UpgradeConfig.newBuilder().setUpgradeType(type)));
    return manager
        .setUseRemoteAddress(Protos.FALSE)
        .setSkipXffAppend(true)
        .addOriginalIpDetectionExtensions(nobodyIsTrusted())
        .addEarlyHeaderMutationExtensions(rememberedScheme())
        .setGenerateRequestId(Protos.FALSE)
        .setForwardClientCertDetails(ForwardClientCertDetails.ALWAYS_FORWARD_ONLY)
        .setNormalizePath(Protos.FALSE)
        .setProxy100Continue(true)
        .setMaxRequestHeadersKb(number(MAX_HEADERS_KIB))
        .setStreamIdleTimeout(seconds(0))
        .setDelayedCloseTimeout(Protos.millis(LINGER_MILLIS))
        .setCommonHttpProtocolOptions(
            HttpProtocolOptions.newBuilder()
                .setIdleTimeout(seconds(0))
                .setMaxHeadersCount(number(MAX_HEADERS)))
        .setHttpProtocolOptions(
            http1()
                .setAcceptHttp10(true)
                .setDefaultHostForHttp10(LOCAL_HOST)
                .setAllowCustomMethods(true))
        .setHttp2ProtocolOptions(http2());
  }

  /// The client is who connects, whatever a forwarded-for entry says: session affinity goes by it.
  /// By default Envoy would take the address from that entry. The extension looks at a header that
  /// no request has; the one for `x-forwarded-for` appends to it, whatever it is told.
  private static TypedExtensionConfig nobodyIsTrusted() {
    return extension(
        "envoy.http.original_ip_detection.custom_header",
        CustomHeaderConfig.newBuilder().setHeaderName("x-tulle-nobody").build());
  }

  /// Envoy gives every request an `x-forwarded-proto`. What the client sent is remembered here, and
  /// put back by the routes: see `asItWas`.
  private static TypedExtensionConfig rememberedScheme() {
    return mutation(
        "envoy.http.early_header_mutation.header_mutation",
        copied(FORWARDED_PROTO, REMEMBERED_PROTO));
  }

  private static TypedExtensionConfig mutation(String name, HeaderValueOption header) {
    return extension(
        name,
        HeaderMutation.newBuilder()
            .addMutations(
                io.envoyproxy.envoy.config.common.mutation_rules.v3.HeaderMutation.newBuilder()
                    .setAppend(header))
            .build());
  }

  /// Absent where `from` is.
  private static HeaderValueOption copied(String from, String to) {
    return header(to, "%REQ(" + from + ")%");
  }

  private static HeaderValueOption header(String name, String value) {
    return HeaderValueOption.newBuilder()
        .setHeader(HeaderValue.newBuilder().setKey(name).setValue(value))
        .setAppendAction(HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD)
        .build();
  }

  /// Undoes what Envoy does to the headers of every request. A route acts before its host does.
  static VirtualHost asItWas(VirtualHost.Builder host) {
    host.addRequestHeadersToRemove(REMEMBERED_PROTO);
    for (var route : host.getRoutesBuilderList()) {
      route
          .addRequestHeadersToRemove(FORWARDED_PROTO)
          .addRequestHeadersToAdd(copied(REMEMBERED_PROTO, FORWARDED_PROTO));
    }
    return host.build();
  }

  private static TypedExtensionConfig extension(String name, Message config) {
    return TypedExtensionConfig.newBuilder()
        .setName(name)
        .setTypedConfig(Protos.any(config))
        .build();
  }

  /// The version that the client spoke with this proxy. An idle connection is closed before the
  /// server at its other end does so.
  static io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions upstream() {
    return io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.newBuilder()
        .setCommonHttpProtocolOptions(
            HttpProtocolOptions.newBuilder()
                .setIdleTimeout(Protos.millis(Clusters.IDLE_MILLIS))
                .setMaxHeadersCount(number(MAX_HEADERS))
                .setMaxResponseHeadersKb(number(MAX_HEADERS_KIB)))
        .setUseDownstreamProtocolConfig(
            UseDownstreamHttpConfig.newBuilder()
                .setHttpProtocolOptions(http1())
                .setHttp2ProtocolOptions(http2()))
        .build();
  }

  private static Http1ProtocolOptions.Builder http1() {
    var format =
        extension(
            "envoy.http.stateful_header_formatters.preserve_case",
            PreserveCaseFormatterConfig.newBuilder().setForwardReasonPhrase(true).build());
    return Http1ProtocolOptions.newBuilder()
        .setHeaderKeyFormat(HeaderKeyFormat.newBuilder().setStatefulFormatter(format))
        .setEnableTrailers(true);
  }

  private static Http2ProtocolOptions http2() {
    return Http2ProtocolOptions.newBuilder()
        .setMaxConcurrentStreams(number(MAX_STREAMS))
        .setInitialStreamWindowSize(number(STREAM_WINDOW_BYTES))
        .setInitialConnectionWindowSize(number(CONNECTION_WINDOW_BYTES))
        .setAllowConnect(true)
        .setOverrideStreamErrorOnInvalidHttpMessage(Protos.TRUE)
        .build();
  }
}
