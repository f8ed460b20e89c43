package dev.tulle.core.xds;

import static dev.tulle.core.xds.Protos.number;
import static dev.tulle.core.xds.Protos.seconds;

import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.KeepaliveSettings;
import io.envoyproxy.envoy.config.core.v3.PathConfigSource;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CombinedCertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher.SanType;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters.TlsProtocol;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
import io.envoyproxy.envoy.extensions.upstreams.http.v3.HttpProtocolOptions.ExplicitHttpConfig;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;

/// Renders the way to the control plane: a Unix socket, TLS with a certificate on both sides, and
/// only a server that proves to be the control plane is listened to.
final class ControlPlaneCluster {

  static final String NAME = "control-plane";

  private static final int CONNECT_SECONDS = 5;
  private static final int KEEPALIVE_SECONDS = 30;
  private static final int KEEPALIVE_TIMEOUT_SECONDS = 10;

  private ControlPlaneCluster() {}

  static Cluster render(BootstrapSettings settings) {
    var endpoint =
        LbEndpoint.newBuilder()
            .setEndpoint(Endpoint.newBuilder().setAddress(Protos.pipe(settings.xds())));
    return Cluster.newBuilder()
        .setName(NAME)
        .setType(Cluster.DiscoveryType.STATIC)
        .setConnectTimeout(seconds(CONNECT_SECONDS))
        .setLoadAssignment(
            ClusterLoadAssignment.newBuilder()
                .setClusterName(NAME)
                .addEndpoints(LocalityLbEndpoints.newBuilder().addLbEndpoints(endpoint)))
        .putTypedExtensionProtocolOptions(Clusters.HTTP_OPTIONS, Protos.any(http2()))
        .setTransportSocket(tls(settings))
        .build();
  }

  /// With a keepalive, so that a server that is gone without a word is noticed.
  private static HttpProtocolOptions http2() {
    var keepalive =
        KeepaliveSettings.newBuilder()
            .setInterval(seconds(KEEPALIVE_SECONDS))
            .setTimeout(seconds(KEEPALIVE_TIMEOUT_SECONDS));
    return HttpProtocolOptions.newBuilder()
        .setExplicitHttpConfig(
            ExplicitHttpConfig.newBuilder()
                .setHttp2ProtocolOptions(
                    Http2ProtocolOptions.newBuilder()
                        .setConnectionKeepalive(keepalive)
                        .setInitialStreamWindowSize(number(Edge.CONNECTION_WINDOW_BYTES))
                        .setInitialConnectionWindowSize(number(Edge.CONNECTION_WINDOW_BYTES))))
        .build();
  }

  private static TransportSocket tls(BootstrapSettings settings) {
    var server =
        SubjectAltNameMatcher.newBuilder()
            .setSanType(SanType.URI)
            .setMatcher(StringMatcher.newBuilder().setExact(settings.server().toString()));
    var validation =
        CombinedCertificateValidationContext.newBuilder()
            .setDefaultValidationContext(
                CertificateValidationContext.newBuilder().addMatchTypedSubjectAltNames(server))
            .setValidationContextSdsSecretConfig(
                secret(SdsFiles.TRUST, SdsFiles.trustPath(settings)));
    return Protos.tls(
        UpstreamTlsContext.newBuilder()
            .setCommonTlsContext(
                CommonTlsContext.newBuilder()
                    .setTlsParams(
                        TlsParameters.newBuilder()
                            .setTlsMinimumProtocolVersion(TlsProtocol.TLSv1_3)
                            .setTlsMaximumProtocolVersion(TlsProtocol.TLSv1_3))
                    .addTlsCertificateSdsSecretConfigs(
                        secret(SdsFiles.IDENTITY, SdsFiles.identityPath(settings)))
                    .setCombinedValidationContext(validation))
            .build());
  }

  private static SdsSecretConfig secret(String name, String path) {
    return SdsSecretConfig.newBuilder()
        .setName(name)
        .setSdsConfig(
            ConfigSource.newBuilder()
                .setPathConfigSource(PathConfigSource.newBuilder().setPath(path))
                .setResourceApiVersion(ApiVersion.V3))
        .build();
  }
}
