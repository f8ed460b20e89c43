package dev.tulle.core.ir;

import dev.tulle.core.name.ObjectName;
import java.util.List;
import java.util.Optional;

/// How TLS is terminated: the Secrets with the certificates, of which one is shown that suits the
/// client, and what is asked of the client.
public record ServerTls(List<ObjectName> certificates, Optional<ClientCertificates> clients) {

  /// Which certificates clients show. With `insecureFallback` those without one, and with any, are
  /// let in too.
  public record ClientCertificates(Trust.Id trust, boolean insecureFallback) {}

  public ServerTls {
    certificates = List.copyOf(certificates);
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException("TLS cannot be terminated without a certificate");
    }
  }
}
