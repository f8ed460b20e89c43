package dev.tulle.core.xds;

import static dev.tulle.core.xds.Protos.number;
import static dev.tulle.core.xds.Protos.seconds;

import dev.tulle.core.name.SpiffeId;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.Http2ProtocolOptions;
import io.envoyproxy.envoy.config.core.v3.KeepaliveSettings;
import io.envoyproxy.envoy.config.core.v3.PathConfigSource;
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

/// Renders the way to the control plane: always TLS, and only a server that proves to be the
/// control plane is listened to.
final class ControlPlaneCluster {

  static final String NAME = "control-plane";

  private static final int CONNECT_SECONDS = 5;
  private static final int KEEPALIVE_SECONDS = 30;
  private static final int KEEPALIVE_TIMEOUT_SECONDS = 10;

  private ControlPlaneCluster() {}

  /// Over a Unix socket, with a certificate.
  static Cluster render(BootstrapSettings settings) {
    var tls =
        tls(settings.server(), SdsFiles.trustPath(settings))
            .addTlsCertificateSdsSecretConfigs(
                secret(SdsFiles.IDENTITY, SdsFiles.identityPath(settings)));
    return cluster(Protos.pipe(settings.xds()), tls)
        .setType(Cluster.DiscoveryType.STATIC)
        .putTypedExtensionProtocolOptions(Clusters.HTTP_OPTIONS, Protos.any(http2().build()))
        .build();
  }

  /// Over TCP, with the token of the pod's ServiceAccount in each request.
  static Cluster render(PodBootstrap settings) {
    return cluster(
            Protos.address(settings.host(), settings.port()),
            tls(settings.server(), settings.directory() + "/" + PodFiles.TRUST))
        .setType(Cluster.DiscoveryType.STRICT_DNS)
        .setDnsLookupFamily(Cluster.DnsLookupFamily.ALL)
        .putTypedExtensionProtocolOptions(
            Clusters.HTTP_OPTIONS,
            Protos.any(
                http2()
                    .addAllHttpFilters(
                        TokenInjection.filters(settings.directory() + "/" + PodFiles.TOKEN))
                    .build()))
        .build();
  }

  private static Cluster.Builder cluster(Address address, CommonTlsContext.Builder tls) {
    var endpoint = LbEndpoint.newBuilder().setEndpoint(Endpoint.newBuilder().setAddress(address));
    return Cluster.newBuilder()
        .setName(NAME)
        .setConnectTimeout(seconds(CONNECT_SECONDS))
        .setLoadAssignment(
            ClusterLoadAssignment.newBuilder()
                .setClusterName(NAME)
                .addEndpoints(LocalityLbEndpoints.newBuilder().addLbEndpoints(endpoint)))
        .setTransportSocket(
            Protos.tls(UpstreamTlsContext.newBuilder().setCommonTlsContext(tls).build()));
  }

  /// With a keepalive, so that a server that is gone without a word is noticed.
  private static HttpProtocolOptions.Builder http2() {
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
                        .setInitialConnectionWindowSize(number(Edge.CONNECTION_WINDOW_BYTES))));
  }

  private static CommonTlsContext.Builder tls(SpiffeId identity, String trustPath) {
    var server =
        SubjectAltNameMatcher.newBuilder()
            .setSanType(SanType.URI)
            .setMatcher(StringMatcher.newBuilder().setExact(identity.toString()));
    var validation =
        CombinedCertificateValidationContext.newBuilder()
            .setDefaultValidationContext(
                CertificateValidationContext.newBuilder().addMatchTypedSubjectAltNames(server))
            .setValidationContextSdsSecretConfig(secret(SdsFiles.TRUST, trustPath));
    return CommonTlsContext.newBuilder()
        .setTlsParams(
            TlsParameters.newBuilder()
                .setTlsMinimumProtocolVersion(TlsProtocol.TLSv1_3)
                .setTlsMaximumProtocolVersion(TlsProtocol.TLSv1_3))
        .setCombinedValidationContext(validation);
  }

  static SdsSecretConfig secret(String name, String path) {
    return SdsSecretConfig.newBuilder()
        .setName(name)
        .setSdsConfig(
            ConfigSource.newBuilder()
                .setPathConfigSource(PathConfigSource.newBuilder().setPath(path))
                .setResourceApiVersion(ApiVersion.V3))
        .build();
  }
}
