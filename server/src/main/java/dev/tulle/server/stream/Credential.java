package dev.tulle.server.stream;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// What a caller shows: the certificate of its TLS connection, which leads to a root of ours, and
/// the values of its `authorization` header, which nobody has looked at. Printing it shows neither.
public record Credential(Optional<X509Certificate> certificate, List<String> authorization) {

  public Credential {
    authorization = List.copyOf(authorization);
  }

  @Override
  public String toString() {
    return "Credential[[redacted]]";
  }
}
