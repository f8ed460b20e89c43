package dev.tulle.server.stream;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// An authority that signs whatever a test wants, good or bad.
final class Certificates {

  private static final X500Name ROOT = new X500Name("CN=lenient root");

  final X509Certificate root;
  private final KeyPair keys = keys();

  Certificates() throws Exception {
    root = sign(ROOT, keys, List.of(), true, Instant.now().plusSeconds(3600));
  }

  record Leaf(X509Certificate certificate, PrivateKey key) {}

  Leaf leaf(List<String> uris, Instant until) throws Exception {
    var own = keys();
    return new Leaf(sign(new X500Name("O=test"), own, uris, false, until), own.getPrivate());
  }

  private X509Certificate sign(
      X500Name subject, KeyPair subjectKeys, List<String> uris, boolean authority, Instant until)
      throws Exception {
    var builder =
        new JcaX509v3CertificateBuilder(
            ROOT,
            BigInteger.valueOf(System.nanoTime()),
            Date.from(until.minusSeconds(7200)),
            Date.from(until),
            subject,
            subjectKeys.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
    if (!uris.isEmpty()) {
      var names =
          uris.stream()
              .map(uri -> new GeneralName(GeneralName.uniformResourceIdentifier, uri))
              .toArray(GeneralName[]::new);
      builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    }
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  private static KeyPair keys() throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }
}
