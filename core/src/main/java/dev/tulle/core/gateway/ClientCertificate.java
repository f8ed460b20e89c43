package dev.tulle.core.gateway;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import java.util.Optional;

/// The certificate that a Gateway shows to backends: the Secret that it is in, or what is wrong
/// with it; neither where it shows none.
record ClientCertificate(Optional<ObjectName> secret, Optional<Finding> wrong) {

  static ClientCertificate resolve(ReadGateway gateway, Referents referents) {
    if (gateway.clientCertificate().isEmpty()) {
      return new ClientCertificate(Optional.empty(), Optional.empty());
    }
    var reference = gateway.clientCertificate().get();
    var wrong =
        ListenerJudge.certificate(
            gateway.name(), reference, referents, "InvalidClientCertificateRef");
    return wrong.isEmpty()
        ? new ClientCertificate(Optional.of(reference.object()), Optional.empty())
        : new ClientCertificate(
            Optional.empty(),
            wrong.map(
                each ->
                    Findings.error(
                        gateway.name(),
                        each.path(),
                        each.reason(),
                        "shows backends " + each.message() + "; nothing is sent to those with TLS",
                        each.cure())));
  }
}
