package dev.tulle.server.stream;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// An authority that signs whatever a test wants, good or bad.
final class Certificates {

  private static final X500Name ROOT = new X500Name("CN=lenient root");

  final X509Certificate root;
  private final KeyPair keys = keys();
  private Optional<Integer> usage = Optional.empty();

  Certificates() throws Exception {
    root = sign(ROOT, keys, List.of(), true, Instant.now().plusSeconds(3600));
  }

  record Leaf(X509Certificate certificate, PrivateKey key) {}

  Leaf leaf(List<String> uris, Instant until) throws Exception {
    return leaf(uris, List.of(), until);
  }

  Leaf leaf(List<String> uris, List<String> hosts, Instant until) throws Exception {
    var own = keys();
    var names = new ArrayList<GeneralName>();
    uris.forEach(uri -> names.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
    hosts.forEach(host -> names.add(new GeneralName(GeneralName.dNSName, host)));
    return new Leaf(sign(new X500Name("O=test"), own, names, false, until), own.getPrivate());
  }

  /// A server certificate as they are sold, and one that Java takes and Envoy refuses: its key must
  /// not be used for signatures, which is all that a server does with it.
  Leaf server(String host, boolean good) throws Exception {
    usage = Optional.of(good ? KeyUsage.digitalSignature : KeyUsage.keyCertSign);
    try {
      return leaf(List.of(), List.of(host), Instant.now().plusSeconds(3600));
    } finally {
      usage = Optional.empty();
    }
  }

  private X509Certificate sign(
      X500Name subject,
      KeyPair subjectKeys,
      List<GeneralName> names,
      boolean authority,
      Instant until)
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
    if (usage.isPresent()) {
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage.get()));
    }
    if (!names.isEmpty()) {
      var all = new GeneralNames(names.toArray(GeneralName[]::new));
      builder.addExtension(Extension.subjectAlternativeName, false, all);
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
