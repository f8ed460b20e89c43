package dev.tulle.server.ca;

import dev.tulle.core.name.SpiffeId;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/// A certificate that was just signed, and its key. Printing it never shows the key.
public record Issued(SpiffeId identity, X509Certificate certificate, PrivateKey key) {

  public String certificatePem() {
    return Pem.certificate(certificate);
  }

  /// PKCS #8. For writing to a file that only its owner can read.
  public String keyPem() {
    return Pem.key(key);
  }

  @Override
  public String toString() {
    return "Issued[" + identity + ", until " + certificate.getNotAfter() + ", key=[redacted]]";
  }
}
