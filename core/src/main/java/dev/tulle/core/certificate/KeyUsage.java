package dev.tulle.core.certificate;

import java.security.cert.X509Certificate;

/// What a certificate says that its key may be used for.
final class KeyUsage {

  private static final int DIGITAL_SIGNATURE = 0;

  private KeyUsage() {}

  /// As every handshake does that TLS has today. One that says nothing allows everything.
  static boolean allowsSigning(X509Certificate certificate) {
    var usage = certificate.getKeyUsage();
    return usage == null || (usage.length > DIGITAL_SIGNATURE && usage[DIGITAL_SIGNATURE]);
  }
}
