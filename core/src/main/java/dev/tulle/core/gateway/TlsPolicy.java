package dev.tulle.core.gateway;

import dev.tulle.core.ir.Backend;
import dev.tulle.core.ir.Trust;
import dev.tulle.core.ir.UpstreamTls;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Condition;
import dev.tulle.core.status.Finding;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A BackendTLSPolicy, judged: the TLS that it asks for, without a client certificate, or empty
/// where that cannot be had. `trust` is what it judges servers by, where that is not the operating
/// system's.
record TlsPolicy(
    ObjectName name,
    String created,
    List<PolicyTarget> targets,
    Optional<UpstreamTls.Verified> tls,
    Optional<Trust> trust,
    Optional<Finding> refused,
    List<Finding> unresolved,
    List<Finding> warnings)
    implements Policy<TlsPolicy> {

  private static final String NOT_TO_BE_HAD = "Invalid";

  TlsPolicy {
    targets = List.copyOf(targets);
    unresolved = List.copyOf(unresolved);
    warnings = List.copyOf(warnings);
  }

  /// What becomes of requests to its targets where its TLS cannot be had.
  Backend.Invalid instead() {
    return new Backend.Invalid(refused.map(Finding::reason).orElse(NOT_TO_BE_HAD));
  }

  @Override
  public List<Finding> others() {
    return Stream.concat(unresolved.stream(), warnings.stream()).toList();
  }

  @Override
  public List<Condition> conditions() {
    return List.of(Findings.unless(unresolved, "ResolvedRefs", "ResolvedRefs"));
  }

  @Override
  public String note() {
    return "";
  }

  @Override
  public String conflictCure() {
    return "remove one of the two, or name a port in sectionName";
  }

  @Override
  public TlsPolicy refusedFor(Finding why) {
    return new TlsPolicy(
        name, created, targets, tls, trust, Optional.of(why), unresolved, warnings);
  }
}
