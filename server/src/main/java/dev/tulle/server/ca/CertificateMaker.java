package dev.tulle.server.ca;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Builds X.509 certificates: BouncyCastle lays them out, the JDK signs.
final class CertificateMaker {

  private static final int SERIAL_BITS = 127;

  private final SecureRandom random;

  CertificateMaker(SecureRandom random) {
    this.random = random;
  }

  record Validity(Instant from, Instant until) {}

  X509Certificate root(String trustDomain, KeyPair keys, Validity validity)
      throws GeneralSecurityException {
    var name = new X500Name("CN=Tulle root of " + trustDomain);
    try {
      var builder = builder(name, name, keys, validity);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
      builder.addExtension(Extension.subjectAlternativeName, false, uri("spiffe://" + trustDomain));
      return sign(builder, keys.getPrivate());
    } catch (IOException | OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /// A certificate for a bearer and nothing else: no subject, no authority to sign.
  X509Certificate leaf(Bearer bearer, KeyPair keys, Root issuer, Validity validity)
      throws GeneralSecurityException {
    var name = new X500Name(issuer.certificate().getSubjectX500Principal().getName());
    try {
      var builder = builder(name, new X500Name("O=Tulle"), keys, validity);
      var utils = new JcaX509ExtensionUtils();
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(
              new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          utils.createAuthorityKeyIdentifier(issuer.certificate().getPublicKey()));
      builder.addExtension(Extension.subjectAlternativeName, true, AlternativeNames.of(bearer));
      return sign(builder, issuer.key());
    } catch (IOException | OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private JcaX509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, KeyPair keys, Validity validity) {
    var serial = new BigInteger(SERIAL_BITS, random).setBit(0);
    return new JcaX509v3CertificateBuilder(
        issuer,
        serial,
        Date.from(validity.from()),
        Date.from(validity.until()),
        subject,
        keys.getPublic());
  }

  private X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException, OperatorCreationException {
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").setSecureRandom(random).build(key);
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  private static GeneralNames uri(String uri) {
    return new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri));
  }
}
