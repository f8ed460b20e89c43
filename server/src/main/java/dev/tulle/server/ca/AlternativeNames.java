package dev.tulle.server.ca;

import dev.tulle.core.name.PodHost;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/// The names in a bearer's certificate: one URI, the identity; the pod as a DNS name; addresses
/// and host names of a server.
final class AlternativeNames {

  private AlternativeNames() {}

  static GeneralNames of(Bearer bearer) {
    var identity = bearer.identity();
    var names = new ArrayList<GeneralName>();
    names.add(new GeneralName(GeneralName.uniformResourceIdentifier, identity.toString()));
    bearer
        .pod()
        .map(pod -> PodHost.of(pod, identity.trustDomain()))
        .ifPresent(host -> names.add(new GeneralName(GeneralName.dNSName, host)));
    bearer
        .addresses()
        .forEach(address -> names.add(new GeneralName(GeneralName.iPAddress, address)));
    bearer.hosts().forEach(host -> names.add(new GeneralName(GeneralName.dNSName, host)));
    return new GeneralNames(names.toArray(GeneralName[]::new));
  }

  /// Whether a certificate names this bearer, and nobody and nothing else.
  static boolean match(X509Certificate certificate, Bearer bearer) throws IOException {
    var expected = new DEROctetString(of(bearer)).getEncoded();
    var actual = certificate.getExtensionValue(Extension.subjectAlternativeName.getId());
    return Arrays.equals(expected, actual);
  }
}
