package dev.tulle.server.stream;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// What the server shows and whom it trusts: its certificate chain with the key, and the roots that
/// proxies' certificates must lead to.
public record Identity(
    PrivateKey key, List<X509Certificate> chain, List<X509Certificate> roots, String trustDomain) {

  @Override
  public String toString() {
    return "Identity[key=[redacted], trustDomain=" + trustDomain + "]";
  }
}
