package dev.tulle.core.ingress;

import dev.tulle.core.certificate.CertificateNames;
import dev.tulle.core.certificate.TlsSecret;
import dev.tulle.core.ingress.ReadIngress.TlsEntry;
import dev.tulle.core.ir.Certificate;
import dev.tulle.core.ir.HostMatch;
import dev.tulle.core.ir.Listener.TlsHost;
import dev.tulle.core.ir.RouteTable;
import dev.tulle.core.ir.ServerTls;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Kind;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which certificate is shown for which server name. The first claim of a name counts; a name
/// whose certificate cannot be shown is refused.
final class TlsClaims {

  private final SortedMap<ObjectName, TlsSecret> secrets;
  private final Judgement judgement;
  private final RouteClaims hosts;
  private final RouteTable.Id routes;
  private final TreeMap<HostMatch, Claim> claims = new TreeMap<>();

  private record Claim(ObjectName ingress, ObjectName secret, TlsHost host) {}

  TlsClaims(
      SortedMap<ObjectName, TlsSecret> secrets,
      Judgement judgement,
      RouteClaims hosts,
      RouteTable.Id routes) {
    this.secrets = secrets;
    this.judgement = judgement;
    this.hosts = hosts;
    this.routes = routes;
  }

  void entry(ObjectName ingress, TlsEntry entry) {
    if (entry.secret().isEmpty()) {
      judgement.error(
          ingress,
          entry.field(),
          "NoCertificate",
          "wants TLS without naming a Secret; such connections are refused",
          "add secretName with a Secret of type " + TlsSecret.TYPE);
    }
    var secret = Kind.SECRET.named(ingress.namespace(), orNone(entry.secret()));
    if (!entry.secret().isEmpty() && !secrets.containsKey(secret)) {
      judgement.error(
          ingress,
          entry.field() + ".secretName",
          "SecretNotFound",
          "names " + secret + ", which does not exist; its TLS connections are refused",
          "create it with type " + TlsSecret.TYPE);
    }
    for (var host : entry.hosts()) {
      if (hosts.owns(ingress, host, entry.field() + ".hosts")) {
        claim(ingress, entry, secret, host);
      }
    }
  }

  private static String orNone(String secret) {
    return secret.isEmpty() ? "none" : secret;
  }

  private void claim(ObjectName ingress, TlsEntry entry, ObjectName secret, HostMatch host) {
    var first = claims.get(host);
    if (first == null) {
      claims.put(host, new Claim(ingress, secret, tlsHost(ingress, entry, secret, host)));
    } else if (!first.secret().equals(secret)) {
      judgement.error(
          ingress,
          entry.field() + ".secretName",
          "CertificateConflict",
          "wants "
              + secret
              + " shown for "
              + host
              + ", for which "
              + first.ingress()
              + " has "
              + first.secret()
              + " shown",
          "name the same Secret in both");
    }
  }

  private TlsHost tlsHost(ObjectName ingress, TlsEntry entry, ObjectName secret, HostMatch host) {
    if (entry.secret().isEmpty() || !(secrets.get(secret) instanceof TlsSecret.Usable usable)) {
      return new TlsHost.Refuse(host);
    }
    if (!CertificateNames.cover(usable.chain().getFirst(), host)) {
      judgement.warning(
          ingress,
          entry.field(),
          "CertificateForOtherHost",
          "has " + secret + " shown for " + host + ", which that certificate is not for",
          "use a certificate with the DNS name " + host);
    }
    return new TlsHost.Terminate(host, new ServerTls(List.of(secret), Optional.empty()), routes);
  }

  List<TlsHost> hosts() {
    return claims.values().stream().map(Claim::host).toList();
  }

  SortedMap<ObjectName, Certificate> certificates() {
    var shown = new TreeMap<ObjectName, Certificate>();
    for (var claim : claims.values()) {
      if (secrets.get(claim.secret()) instanceof TlsSecret.Usable usable) {
        shown.put(claim.secret(), usable.certificate());
      }
    }
    return shown;
  }
}
