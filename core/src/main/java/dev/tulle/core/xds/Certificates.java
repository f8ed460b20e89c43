package dev.tulle.core.xds;

import dev.tulle.core.ir.Certificate;
import dev.tulle.core.ir.Trust;
import io.envoyproxy.envoy.config.core.v3.DataSource;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.Secret;
import io.envoyproxy.envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
import java.util.Set;

/// Renders a certificate and its key, and the authorities that others are judged by.
final class Certificates {

  private Certificates() {}

  static Resource render(Certificate certificate) {
    var name = Names.certificate(certificate.secret());
    var message =
        Secret.newBuilder()
            .setName(name)
            .setTlsCertificate(
                TlsCertificate.newBuilder()
                    .setCertificateChain(text(certificate.chain()))
                    .setPrivateKey(text(certificate.key().pem())))
            .build();
    return Resource.of(ResourceType.SECRET, name, message, Set.of(certificate.secret()));
  }

  static Resource render(Trust trust) {
    var name = Names.trust(trust.id());
    var message =
        Secret.newBuilder()
            .setName(name)
            .setValidationContext(
                CertificateValidationContext.newBuilder().setTrustedCa(text(trust.certificates())))
            .build();
    return Resource.of(ResourceType.SECRET, name, message, trust.sources());
  }

  private static DataSource text(String pem) {
    return DataSource.newBuilder().setInlineString(pem).build();
  }
}
