package dev.tulle.core.certificate;

import dev.tulle.core.ir.HostMatch;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// Whether clients will take a certificate as one for a host.
public final class CertificateNames {

  private static final int DNS_NAME = 2;

  private CertificateNames() {}

  public static boolean cover(X509Certificate certificate, HostMatch host) {
    var names = names(certificate);
    return switch (host) {
      case HostMatch.Any _ -> true;
      case HostMatch.Wildcard _, HostMatch.Suffix _ -> names.contains(host.toString());
      case HostMatch.Exact(var name) ->
          names.contains(name)
              || names.contains("*" + name.substring(Math.max(0, name.indexOf('.'))));
    };
  }

  private static List<String> names(X509Certificate certificate) {
    try {
      var names = certificate.getSubjectAlternativeNames();
      return names == null ? List.of() : dnsNames(names);
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }

  private static List<String> dnsNames(Collection<List<?>> names) {
    return names.stream()
        .filter(name -> Integer.valueOf(DNS_NAME).equals(name.getFirst()))
        .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT))
        .toList();
  }
}
