package dev.tulle.core.xds;

import dev.tulle.core.ir.HostMatch;
import dev.tulle.core.ir.Protocol;
import dev.tulle.core.ir.ServerTls;
import dev.tulle.core.ir.ServerTls.ClientCertificates;
import dev.tulle.core.ir.Trust;
import dev.tulle.core.ir.UpstreamTls;
import dev.tulle.core.ir.UpstreamTls.Authority;
import dev.tulle.core.ir.UpstreamTls.PeerName;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.config.core.v3.TransportSocket;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext.TrustChainVerification;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CombinedCertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher.SanType;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsParameters.TlsProtocol;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import java.util.List;

/// Renders TLS on both sides of a gateway. Certificates and authorities stand behind names, since a
/// listener or a cluster that changes drops connections.
final class GatewayTls {

  private static final List<String> HTTP = List.of("h2", "http/1.1");

  private GatewayTls() {}

  static TransportSocket serveHttp(ServerTls tls) {
    return serve(tls, HTTP);
  }

  /// Whatever is spoken inside is agreed on by client and backend alone.
  static TransportSocket serveTcp(ServerTls tls) {
    return serve(tls, List.of());
  }

  private static TransportSocket serve(ServerTls tls, List<String> protocols) {
    var common = common().addAllAlpnProtocols(protocols);
    tls.certificates()
        .forEach(name -> common.addTlsCertificateSdsSecretConfigs(secret(Names.certificate(name))));
    var context = DownstreamTlsContext.newBuilder();
    tls.clients()
        .ifPresent(
            clients -> {
              common.setCombinedValidationContext(combined(clients.trust(), judgement(clients)));
              context.setRequireClientCertificate(
                  clients.insecureFallback() ? Protos.FALSE : Protos.TRUE);
            });
    return Protos.tls(context.setCommonTlsContext(common).build());
  }

  private static CertificateValidationContext judgement(ClientCertificates clients) {
    return CertificateValidationContext.newBuilder()
        .setTrustChainVerification(
            clients.insecureFallback()
                ? TrustChainVerification.ACCEPT_UNTRUSTED
                : TrustChainVerification.VERIFY_TRUST_CHAIN)
        .build();
  }

  static TransportSocket connect(UpstreamTls.Verified tls, Protocol protocol) {
    var common = common();
    switch (protocol) {
      case HTTP1 -> common.addAlpnProtocols("http/1.1");
      case HTTP2 -> common.addAlpnProtocols("h2");
      case UNDECLARED, HTTPS, TCP, NOT_TCP -> {}
    }
    tls.certificate()
        .ifPresent(
            name -> common.addTlsCertificateSdsSecretConfigs(secret(Names.certificate(name))));
    var names = CertificateValidationContext.newBuilder();
    tls.names().forEach(name -> names.addMatchTypedSubjectAltNames(matcher(name)));
    switch (tls.authority()) {
      case Authority.Given(var trust) ->
          common.setCombinedValidationContext(combined(trust, names.build()));
      case Authority.WellKnown(var file) ->
          common.setValidationContext(
              names.setTrustedCa(DataSource.newBuilder().setFilename(file)));
    }
    return Protos.tls(
        UpstreamTlsContext.newBuilder()
            .setSni(tls.serverName())
            .setCommonTlsContext(common)
            .build());
  }

  /// A wildcard means every name below it, and itself.
  private static SubjectAltNameMatcher matcher(PeerName name) {
    var out = SubjectAltNameMatcher.newBuilder();
    return switch (name) {
      case PeerName.Uri(var uri) ->
          out.setSanType(SanType.URI).setMatcher(StringMatcher.newBuilder().setExact(uri)).build();
      case PeerName.Dns(HostMatch.Exact(var dns)) ->
          out.setSanType(SanType.DNS).setMatcher(StringMatcher.newBuilder().setExact(dns)).build();
      case PeerName.Dns(HostMatch.Suffix(var suffix)) -> below(out, suffix);
      case PeerName.Dns(HostMatch.Wildcard(var suffix)) -> below(out, suffix);
      case PeerName.Dns(HostMatch.Any()) ->
          throw new IllegalArgumentException("any name is no name that a server could prove");
    };
  }

  private static SubjectAltNameMatcher below(SubjectAltNameMatcher.Builder out, String suffix) {
    return out.setSanType(SanType.DNS)
        .setMatcher(StringMatcher.newBuilder().setSuffix("." + suffix))
        .build();
  }

  private static CombinedCertificateValidationContext combined(
      Trust.Id trust, CertificateValidationContext judgement) {
    return CombinedCertificateValidationContext.newBuilder()
        .setDefaultValidationContext(judgement)
        .setValidationContextSdsSecretConfig(secret(Names.trust(trust)))
        .build();
  }

  private static CommonTlsContext.Builder common() {
    return CommonTlsContext.newBuilder()
        .setTlsParams( // Envoy's own highest version is 1.2 where it is the client
            TlsParameters.newBuilder()
                .setTlsMinimumProtocolVersion(TlsProtocol.TLSv1_2)
                .setTlsMaximumProtocolVersion(TlsProtocol.TLSv1_3));
  }

  private static SdsSecretConfig secret(String name) {
    return SdsSecretConfig.newBuilder().setName(name).setSdsConfig(Protos.ADS).build();
  }
}
