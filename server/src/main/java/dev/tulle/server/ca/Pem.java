package dev.tulle.server.ca;

import dev.tulle.server.ca.RootStore.RootText;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/// Certificates and keys as text.
final class Pem {

  private static final int LINE = 64;
  private static final String KEY_BEGINS = "-----BEGIN PRIVATE KEY-----";

  private Pem() {}

  static String certificate(X509Certificate certificate) {
    try {
      return write("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was parsed can be encoded", e);
    }
  }

  static String key(PrivateKey key) {
    return write("PRIVATE KEY", key.getEncoded());
  }

  static X509Certificate readCertificate(String text) throws GeneralSecurityException {
    var in = new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
  }

  static PrivateKey readKey(String text) throws GeneralSecurityException {
    var end = "-----END PRIVATE KEY-----";
    var from = text.indexOf(KEY_BEGINS);
    var to = text.indexOf(end);
    if (from < 0 || to < from) {
      throw new GeneralSecurityException("there is no whole PRIVATE KEY block in it");
    }
    try {
      var der = Base64.getMimeDecoder().decode(text.substring(from + KEY_BEGINS.length(), to));
      return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("its PRIVATE KEY block is not Base64", e);
    }
  }

  /// A file that has a certificate and then its key.
  static RootText split(String text) {
    var key = text.indexOf(KEY_BEGINS);
    return key < 0
        ? new RootText(text, "")
        : new RootText(text.substring(0, key), text.substring(key));
  }

  private static String write(String label, byte[] der) {
    var body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }
}
