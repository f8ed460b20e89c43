package dev.tulle.server.ca;

import dev.tulle.server.ca.RootStore.RootText;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;

/// The root of a mesh.
record Root(X509Certificate certificate, PrivateKey key) {

  private static final byte[] PROBE = "tulle".getBytes(StandardCharsets.US_ASCII);

  /// A root whose key is that of its certificate.
  static Root read(RootText text) throws GeneralSecurityException {
    var root = new Root(Pem.readCertificate(text.certificate()), Pem.readKey(text.key()));
    root.check();
    return root;
  }

  RootText text() {
    return new RootText(Pem.certificate(certificate), Pem.key(key));
  }

  private void check() throws GeneralSecurityException {
    var signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key);
    signature.update(PROBE);
    var signed = signature.sign();
    signature.initVerify(certificate.getPublicKey());
    signature.update(PROBE);
    if (!signature.verify(signed)) {
      throw new GeneralSecurityException("the key is not that of the certificate");
    }
  }

  @Override
  public String toString() {
    return "Root[" + certificate.getSubjectX500Principal() + ", key=[redacted]]";
  }
}
