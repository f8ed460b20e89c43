package dev.tulle.server.ca;

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
    var begin = "-----BEGIN PRIVATE KEY-----";
    var end = "-----END PRIVATE KEY-----";
    var from = text.indexOf(begin);
    var to = text.indexOf(end);
    if (from < 0 || to < from) {
      throw new GeneralSecurityException("there is no whole PRIVATE KEY block in it");
    }
    try {
      var der = Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
      return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("its PRIVATE KEY block is not Base64", e);
    }
  }

  private static String write(String label, byte[] der) {
    var body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }
}
