package dev.tulle.core.certificate;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads certificates and keys in PEM, and checks that Envoy will take them.
final class Pem {

  private static final int MIN_RSA_BITS = 2048;
  private static final Set<Integer> CURVE_BITS = Set.of(256, 384, 521);
  private static final int MAX_LENGTH = 1 << 20;
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  private Pem() {}

  /// Why something in PEM cannot be used; never holds any of it.
  static final class Unreadable extends Exception {
    private final String reason;
    private final String cure;

    Unreadable(String reason, String wrong, String cure) {
      super(wrong, null, false, false);
      this.reason = reason;
      this.cure = cure;
    }

    String reason() {
      return reason;
    }

    String wrong() {
      return String.valueOf(getMessage());
    }

    String cure() {
      return cure;
    }
  }

  /// `key` is the name that the text has in its object.
  static List<X509Certificate> certificates(String key, String text, String cure)
      throws Unreadable {
    var problem =
        new Unreadable(
            "InvalidCertificate", "has a " + key + " that is not a certificate in PEM", cure);
    if (text.length() > MAX_LENGTH || !text.contains("-----BEGIN CERTIFICATE-----")) {
      throw problem;
    }
    try {
      var chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (chain.isEmpty()) {
        throw problem;
      }
      return chain;
    } catch (CertificateException e) {
      throw problem;
    }
  }

  /// Checks that the key is of a kind that Envoy takes, and belongs to the certificate.
  static void checkKey(String text, X509Certificate leaf) throws Unreadable {
    if (leaf.getPublicKey() instanceof RSAPublicKey rsa
        && rsa.getModulus().bitLength() < MIN_RSA_BITS) {
      throw new Unreadable(
          "KeyTooShort",
          "has an RSA key of " + rsa.getModulus().bitLength() + " bits, which Envoy refuses",
          "use one of " + MIN_RSA_BITS + " bits or more, or an ECDSA key");
    }
    var algorithm = algorithm(leaf);
    if (algorithm.equals("EC") && !KeyUsage.allowsSigning(leaf)) {
      throw new Unreadable(
          "InvalidKeyUsage",
          "has a certificate for an ECDSA key whose key usage leaves out digitalSignature, which"
              + " Envoy refuses",
          "make one with the key usage digitalSignature, or with none");
    }
    var key = privateKey(text, leaf, algorithm);
    if (!belongs(key, leaf, algorithm)) {
      throw new Unreadable(
          "KeyMismatch",
          "has a tls.key that does not belong to its tls.crt",
          "put the key there that the certificate was made for, and the leaf certificate first");
    }
  }

  private static String algorithm(X509Certificate leaf) throws Unreadable {
    return switch (leaf.getPublicKey()) {
      case RSAKey _ when leaf.getPublicKey().getAlgorithm().equals("RSA") -> "RSA";
      case ECKey key when CURVE_BITS.contains(key.getParams().getOrder().bitLength()) -> "EC";
      case EdECKey key when key.getParams().getName().equals("Ed25519") -> "Ed25519";
      default ->
          throw new Unreadable(
              "UnsupportedKey",
              "has a certificate for a key of type "
                  + leaf.getPublicKey().getAlgorithm()
                  + " that Envoy does not take",
              "use an RSA key, or an ECDSA key on the curve P-256, P-384 or P-521");
    };
  }

  private static PrivateKey privateKey(String text, X509Certificate leaf, String algorithm)
      throws Unreadable {
    var problem =
        new Unreadable(
            "InvalidKey",
            "has a tls.key that is not an unencrypted " + algorithm + " key in PEM",
            "put the private key there, in PEM without a password");
    var blocks = BLOCK.matcher(text.length() > MAX_LENGTH ? "" : text);
    while (blocks.find()) {
      try {
        var der = Base64.getMimeDecoder().decode(blocks.group(2));
        switch (blocks.group(1)) {
          case "PRIVATE KEY" -> {
            return decode(der, algorithm);
          }
          case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> {
            return decode(pkcs8(der, leaf), algorithm);
          }
          // openssl puts the curve before the key
          case "EC PARAMETERS" -> {}
          default -> throw problem;
        }
      } catch (IllegalArgumentException | GeneralSecurityException e) {
        throw problem;
      }
    }
    throw problem;
  }

  private static PrivateKey decode(byte[] pkcs8, String algorithm) throws GeneralSecurityException {
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
  }

  /// The older forms lack the name of the algorithm (and curve). It has to be that of the
  /// certificate's public key, so it is taken from there: the first element of its encoding.
  private static byte[] pkcs8(byte[] key, X509Certificate leaf) {
    var publicKey = leaf.getPublicKey().getEncoded();
    int outer = headerLength(publicKey, 0);
    int length = headerLength(publicKey, outer) + contentLength(publicKey, outer);
    var content = new ByteArrayOutputStream();
    content.writeBytes(new byte[] {2, 1, 0});
    content.write(publicKey, outer, length);
    content.writeBytes(element(4, key));
    return element(0x30, content.toByteArray());
  }

  private static byte[] element(int tag, byte[] content) {
    var out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else {
      out.write(0x82);
      out.write(content.length >> 8);
      out.write(content.length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static int headerLength(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return first < 0x80 ? 2 : 2 + (first & 0x7f);
  }

  private static int contentLength(byte[] der, int at) {
    int length = der[at + 1] & 0xff;
    if (length < 0x80) {
      return length;
    }
    int bytes = length & 0x7f;
    length = 0;
    for (int i = 0; i < bytes; i++) {
      length = (length << 8) | (der[at + 2 + i] & 0xff);
    }
    return length;
  }

  private static boolean belongs(PrivateKey key, X509Certificate leaf, String algorithm) {
    var name =
        switch (algorithm) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> algorithm;
        };
    var text = "does this key belong to that certificate".getBytes(StandardCharsets.US_ASCII);
    try {
      var signature = Signature.getInstance(name);
      signature.initSign(key);
      signature.update(text);
      var signed = signature.sign();
      signature.initVerify(leaf.getPublicKey());
      signature.update(text);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
