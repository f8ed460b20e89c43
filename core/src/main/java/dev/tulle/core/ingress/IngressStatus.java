package dev.tulle.core.ingress;

import dev.tulle.core.certificate.TlsSecret;
import dev.tulle.core.ingress.IngressClasses.Verdict;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Condition;
import dev.tulle.core.status.Condition.Truth;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.ObjectStatus;
import dev.tulle.core.status.Severity;
import dev.tulle.core.status.StatusDetail;
import dev.tulle.core.world.Kind;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/// The conditions of an Ingress, from what was found.
final class IngressStatus {

  static final String ACCEPTED = "Accepted";
  private static final String RESOLVED = "ResolvedRefs";

  /// What speaks of something that an Ingress refers to, not of the Ingress itself.
  private static final Set<String> OF_REFERENCES =
      Set.of(
          "BackendNotFound",
          "BackendPortNotFound",
          "UnsupportedBackend",
          "UnsupportedProtocol",
          "NoBackend",
          "NoBackendPort",
          "NoCertificate",
          "SecretNotFound");

  private IngressStatus() {}

  static ObjectStatus of(
      ReadIngress ingress,
      List<Finding> findings,
      SortedMap<ObjectName, TlsSecret> secrets,
      StatusDetail detail) {
    var errors = findings.stream().filter(f -> f.severity() == Severity.ERROR).toList();
    var own = errors.stream().filter(f -> !OF_REFERENCES.contains(f.reason())).toList();
    var references = errors.stream().filter(f -> OF_REFERENCES.contains(f.reason())).toList();
    var resolved = condition(RESOLVED, RESOLVED, references);
    for (var entry : ingress.tls()) {
      var secret =
          Kind.SECRET.named(
              ingress.name().namespace(), entry.secret().isEmpty() ? "none" : entry.secret());
      if (references.isEmpty() && secrets.get(secret) instanceof TlsSecret.Unusable bad) {
        resolved =
            new Condition(
                RESOLVED, Truth.FALSE, "InvalidCertificateRef", secret + " " + bad.wrong());
      }
    }
    return new ObjectStatus(
        ingress.name(), List.of(condition(ACCEPTED, ACCEPTED, own), resolved), detail, findings);
  }

  /// True without errors; else false with the first one's words, though what is right about the
  /// object is in force.
  static Condition condition(String type, String reason, List<Finding> errors) {
    if (errors.isEmpty()) {
      return new Condition(type, Truth.TRUE, reason, "");
    }
    var first = errors.getFirst();
    var more = errors.size() > 1 ? " (and " + (errors.size() - 1) + " more)" : "";
    return new Condition(type, Truth.FALSE, first.reason(), first.message() + more);
  }

  static ObjectStatus others(ObjectName ingress, String message) {
    var accepted = new Condition(ACCEPTED, Truth.FALSE, "OtherController", message);
    return new ObjectStatus(ingress, List.of(accepted), List.of());
  }

  static ObjectStatus nobodys(ObjectName ingress, Verdict.Nobodys why) {
    var finding =
        new Finding(
            Severity.ERROR,
            ingress,
            why.field(),
            why.reason(),
            ingress + " " + why.message() + "; it is not served",
            why.cure());
    return new ObjectStatus(
        ingress, List.of(condition(ACCEPTED, ACCEPTED, List.of(finding))), List.of(finding));
  }
}
