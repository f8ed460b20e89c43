package dev.tulle.core.gateway;

import dev.tulle.core.ir.Backend;
import dev.tulle.core.ir.Trust;
import dev.tulle.core.ir.UpstreamTls;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A BackendTLSPolicy, judged: the TLS that it asks for, without a client certificate, or empty
/// where that cannot be had. It is not accepted where it is `refused`. `trust` is what it judges
/// servers by, where that is not the operating system's.
record TlsPolicy(
    ObjectName name,
    String created,
    List<Target> targets,
    Optional<UpstreamTls.Verified> tls,
    Optional<Trust> trust,
    Optional<Finding> refused,
    List<Finding> unresolved,
    List<Finding> warnings) {

  private static final String NOT_TO_BE_HAD = "Invalid";

  /// The order in which policies have a say: the oldest first, then by name.
  static final Comparator<TlsPolicy> OLDEST_FIRST =
      Comparator.comparing((TlsPolicy policy) -> policy.created().isEmpty())
          .thenComparing(TlsPolicy::created)
          .thenComparing(TlsPolicy::name);

  /// A Service, or one port of it by its name.
  record Target(String field, ObjectName service, String portName) {

    boolean isSame(Target other) {
      return service.equals(other.service) && portName.equals(other.portName);
    }

    @Override
    public String toString() {
      return portName.isEmpty() ? service.toString() : "port " + portName + " of " + service;
    }
  }

  TlsPolicy {
    targets = List.copyOf(targets);
    unresolved = List.copyOf(unresolved);
    warnings = List.copyOf(warnings);
  }

  /// What becomes of requests to its targets where its TLS cannot be had.
  Backend.Invalid instead() {
    return new Backend.Invalid(refused.map(Finding::reason).orElse(NOT_TO_BE_HAD));
  }

  TlsPolicy refusedFor(Finding why) {
    return new TlsPolicy(
        name, created, targets, tls, trust, Optional.of(why), unresolved, warnings);
  }
}
