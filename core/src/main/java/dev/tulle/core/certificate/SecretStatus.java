package dev.tulle.core.certificate;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Condition;
import dev.tulle.core.status.Condition.Truth;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.ObjectStatus;
import dev.tulle.core.status.Severity;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What became of a TLS Secret that an Ingress or a Gateway names.
public final class SecretStatus {

  private static final String ACCEPTED = "Accepted";

  private SecretStatus() {}

  public static ObjectStatus of(ObjectName name, TlsSecret secret, Optional<Instant> now) {
    return switch (secret) {
      case TlsSecret.Usable usable -> usable(name, usable.chain().getFirst(), now);
      case TlsSecret.Unusable unusable -> unusable(name, unusable);
    };
  }

  private static ObjectStatus usable(ObjectName name, X509Certificate leaf, Optional<Instant> now) {
    var begin = leaf.getNotBefore().toInstant();
    var end = leaf.getNotAfter().toInstant();
    var condition = new Condition(ACCEPTED, Truth.TRUE, ACCEPTED, "valid until " + end);
    var wrong =
        now.flatMap(
            time -> {
              if (time.isAfter(end)) {
                return Optional.of("has a certificate that expired at " + end);
              }
              return time.isBefore(begin)
                  ? Optional.of("has a certificate that is not valid before " + begin)
                  : Optional.empty();
            });
    var findings =
        wrong.map(
            text ->
                new Finding(
                    Severity.WARNING,
                    name,
                    "data",
                    "CertificateNotValid",
                    name + " " + text + "; clients will refuse it",
                    "renew it"));
    var all = Stream.concat(findings.stream(), keyUsage(name, leaf).stream()).toList();
    return new ObjectStatus(name, List.of(condition), all);
  }

  /// A key of RSA that may only encipher is of no use since TLS 1.3, and with what is left of 1.2.
  private static Optional<Finding> keyUsage(ObjectName name, X509Certificate leaf) {
    return KeyUsage.allowsSigning(leaf)
        ? Optional.empty()
        : Optional.of(
            new Finding(
                Severity.WARNING,
                name,
                "data",
                "InvalidKeyUsage",
                name
                    + " has a certificate whose key usage leaves out digitalSignature; browsers"
                    + " and other proxies refuse it",
                "make one with the key usage digitalSignature, or with none"));
  }

  private static ObjectStatus unusable(ObjectName name, TlsSecret.Unusable secret) {
    var finding =
        new Finding(
            Severity.ERROR,
            name,
            secret.field(),
            secret.reason(),
            name + " " + secret.wrong() + "; TLS connections for its hosts are refused",
            secret.cure());
    var accepted = new Condition(ACCEPTED, Truth.FALSE, finding.reason(), finding.message());
    return new ObjectStatus(name, List.of(accepted), List.of(finding));
  }
}
