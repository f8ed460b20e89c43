package dev.tulle.server.stream;

import dev.tulle.core.name.PodHost;
import dev.tulle.core.name.SpiffeId;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Who calls is what the TLS client certificate says, a certificate with exactly one URI, a SPIFFE
/// id of our trust domain. It may name a pod, too, but just one, of the same namespace; with any
/// other DNS name it is none of ours.
final class Certified implements Authenticator {

  private static final int URI = 6;
  private static final int DNS = 2;
  private static final String NAME = "[a-zA-Z0-9]([-a-zA-Z0-9._]*[a-zA-Z0-9])?";
  private static final Pattern SPIFFE =
      Pattern.compile("spiffe://([a-z0-9][-a-z0-9._]*)/ns/(" + NAME + ")/sa/(" + NAME + ")");

  private final String trustDomain;

  Certified(String trustDomain) {
    this.trustDomain = trustDomain;
  }

  @Override
  public Outcome authenticate(Credential credential) {
    return credential
        .certificate()
        .flatMap(certificate -> identity(certificate).flatMap(id -> peer(id, certificate)))
        .<Outcome>map(Outcome.Known::new)
        .orElseGet(
            () ->
                new Outcome.Refused(
                    "the client certificate must have exactly one URI, a SPIFFE id of this mesh,"
                        + " and at most one DNS name, that of a pod of the same namespace"));
  }

  private Optional<SpiffeId> identity(X509Certificate certificate) {
    var uris = names(certificate, URI);
    if (uris.size() != 1) {
      return Optional.empty();
    }
    var parts = SPIFFE.matcher(uris.getFirst());
    return parts.matches() && parts.group(1).equals(trustDomain)
        ? Optional.of(new SpiffeId(parts.group(1), parts.group(2), parts.group(4)))
        : Optional.empty();
  }

  private Optional<Peer> peer(SpiffeId identity, X509Certificate certificate) {
    var hosts = names(certificate, DNS);
    var until = certificate.getNotAfter().toInstant();
    if (hosts.isEmpty()) {
      return Optional.of(new Peer(identity, Optional.empty(), until));
    }
    return Optional.of(hosts)
        .filter(all -> all.size() == 1)
        .flatMap(all -> PodHost.read(all.getFirst(), trustDomain))
        .filter(pod -> pod.namespace().equals(identity.namespace()))
        .map(pod -> new Peer(identity, Optional.of(pod), until));
  }

  private static List<String> names(X509Certificate certificate, int type) {
    try {
      var names = certificate.getSubjectAlternativeNames();
      return (names == null ? List.<List<?>>of() : names)
          .stream()
              .filter(name -> name.get(0).equals(type))
              .map(name -> String.valueOf(name.get(1)))
              .toList();
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }
}
