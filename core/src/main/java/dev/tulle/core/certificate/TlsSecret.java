package dev.tulle.core.certificate;

import dev.tulle.core.ir.Certificate;
import dev.tulle.core.world.Given;
import dev.tulle.core.world.Kind;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/// A Secret of type `kubernetes.io/tls`, judged: either a certificate that can be shown, or why it
/// cannot.
public sealed interface TlsSecret {

  String TYPE = "kubernetes.io/tls";
  String CHAIN = "tls.crt";
  String KEY = "tls.key";

  /// `chain` is what `certificate` holds, leaf first.
  record Usable(Certificate certificate, List<X509Certificate> chain) implements TlsSecret {}

  record Unusable(String field, String reason, String wrong, String cure) implements TlsSecret {}

  static TlsSecret read(Secret secret) {
    if (!Given.text(secret.getType()).equals(TYPE)) {
      var wrong =
          "has the type "
              + (Given.text(secret.getType()).isEmpty() ? "Opaque" : Given.brief(secret.getType()));
      return new Unusable(
          "type", "InvalidType", wrong + " and not " + TYPE, "make its type " + TYPE);
    }
    try {
      var chainText = value(secret, CHAIN);
      var keyText = value(secret, KEY);
      var chain =
          Pem.certificates(
              CHAIN, chainText, "put the certificate there, followed by those of its issuers");
      Pem.checkKey(keyText, chain.getFirst());
      var metadata = secret.getMetadata();
      var name =
          Kind.SECRET.named(Given.text(metadata.getNamespace()), Given.text(metadata.getName()));
      var certificate = new Certificate(name, chainText, new Certificate.PrivateKey(keyText));
      return new Usable(certificate, chain);
    } catch (Pem.Unreadable e) {
      return new Unusable("data", e.reason(), e.wrong(), e.cure());
    }
  }

  /// As the API server does it, text in `stringData` replaces what is in `data`.
  private static String value(Secret secret, String key) throws Pem.Unreadable {
    var plain = Given.text(secret.getStringData(), key);
    if (!plain.isEmpty()) {
      return plain;
    }
    var encoded = Given.text(secret.getData(), key);
    if (encoded.isEmpty()) {
      throw new Pem.Unreadable("MissingKey", "has no " + key, "add " + key + " in PEM to its data");
    }
    try {
      return new String(Base64.getMimeDecoder().decode(encoded), StandardCharsets.US_ASCII);
    } catch (IllegalArgumentException e) {
      throw new Pem.Unreadable(
          "InvalidBase64", "has a " + key + " that is not base64", "encode it, or use stringData");
    }
  }
}
