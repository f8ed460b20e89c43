package dev.tulle.core.gateway;

import dev.tulle.core.certificate.Authorities;
import dev.tulle.core.gateway.ReadGateway.ClientValidation;
import dev.tulle.core.ir.ServerTls.ClientCertificates;
import dev.tulle.core.ir.Trust;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// By whom the certificates of clients are judged, on one port or all others: those of the
/// authorities that could be had, and what is wrong with the rest.
record ClientTrust(
    Trust.Id id, String pem, Set<ObjectName> sources, boolean insecureFallback, List<Wrong> wrong) {

  /// What is wrong with a reference: the clause goes after the name of a listener.
  record Wrong(ObjectReference reference, String reason, String clause, String cure) {}

  ClientTrust {
    sources = Set.copyOf(sources);
    wrong = List.copyOf(wrong);
  }

  static ClientTrust resolve(
      ObjectName gateway, int port, ClientValidation validation, Referents referents) {
    var pem = new StringBuilder();
    var sources = new HashSet<ObjectName>();
    var wrong = new ArrayList<Wrong>();
    for (var reference : validation.authorities()) {
      var problem = problem(gateway, reference, referents);
      if (problem.isPresent()) {
        wrong.add(problem.get());
      } else if (referents.authorities().get(reference.object())
          instanceof Authorities.Usable(var text)) {
        pem.append(text.strip()).append('\n');
        sources.add(reference.object());
      }
    }
    return new ClientTrust(
        new Trust.Id(gateway, port), pem.toString(), sources, validation.insecureFallback(), wrong);
  }

  private static Optional<Wrong> problem(
      ObjectName gateway, ObjectReference reference, Referents referents) {
    if (!reference.isCore("ConfigMap")) {
      return Optional.of(
          new Wrong(
              reference,
              "InvalidCACertificateKind",
              "judges clients by " + reference + ", and only a ConfigMap can be used",
              "name a ConfigMap with the authorities as " + Authorities.KEY));
    }
    var object = reference.object();
    if (!referents.grants().allow(gateway, object)) {
      return Optional.of(
          new Wrong(
              reference,
              "RefNotPermitted",
              "judges clients by " + object + ", which no ReferenceGrant allows",
              Grants.cure(gateway, object)));
    }
    var found = referents.authorities().get(object);
    if (found == null) {
      return Optional.of(
          new Wrong(
              reference,
              "InvalidCACertificateRef",
              "judges clients by " + object + ", which does not exist",
              "create it with the authorities as " + Authorities.KEY));
    }
    return found instanceof Authorities.Unusable(var predicate, var cure)
        ? Optional.of(
            new Wrong(
                reference,
                "InvalidCACertificateRef",
                "judges clients by " + object + ", which " + predicate,
                cure))
        : Optional.empty();
  }

  boolean isUsable() {
    return !pem.isEmpty();
  }

  Trust trust() {
    return new Trust(id, pem, sources);
  }

  ClientCertificates clients() {
    return new ClientCertificates(id, insecureFallback);
  }

  /// As they are told of a listener. The field is one of the Gateway, whoever has the listener.
  List<Finding> unresolved(ListenerId listener) {
    return wrong.stream()
        .map(
            each ->
                Findings.error(
                    id.owner(),
                    each.reference().field(),
                    each.reason(),
                    each.clause()
                        + "; TLS connections to listener "
                        + listener.name()
                        + " are judged without it",
                    each.cure()))
        .toList();
  }
}
