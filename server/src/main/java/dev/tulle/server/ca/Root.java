package dev.tulle.server.ca;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/// The root of a mesh.
record Root(X509Certificate certificate, PrivateKey key) {

  @Override
  public String toString() {
    return "Root[" + certificate.getSubjectX500Principal() + ", key=[redacted]]";
  }
}
