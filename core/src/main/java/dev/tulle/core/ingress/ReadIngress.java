package dev.tulle.core.ingress;

import dev.tulle.core.ir.HostMatch;
import dev.tulle.core.ir.PathMatch;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/// An Ingress as it stands, without what is malformed in it (which `findings` tell), before any of
/// its references is resolved. `created` is its creation time as text that sorts by time, or empty.
/// `hosts`
/// are those of its rules, with the field that names each; rules without a path are included.
record ReadIngress(
    ObjectName name,
    String created,
    ClassChoice classChoice,
    SortedMap<HostMatch, String> hosts,
    List<PathRule> rules,
    Optional<BackendRef> defaultBackend,
    List<TlsEntry> tls,
    List<Finding> findings) {

  ReadIngress {
    rules = List.copyOf(rules);
    tls = List.copyOf(tls);
    findings = List.copyOf(findings);
  }

  /// How an Ingress says who is to serve it.
  sealed interface ClassChoice {
    /// `field` is where it says so: the specified field or the older annotation.
    record Named(String field, String className) implements ClassChoice {}

    record Unspecified() implements ClassChoice {}
  }

  /// One path of one rule. `field` is the path of the rule in the object.
  record PathRule(String field, HostMatch host, PathMatch match, BackendRef backend) {}

  /// Where a rule wants its requests sent.
  sealed interface BackendRef {
    String field();

    record ByNumber(String field, String service, int number) implements BackendRef {}

    record ByName(String field, String service, String portName) implements BackendRef {}

    /// Not something we send to; a finding of the Ingress says why.
    record Unusable(String field, String reason) implements BackendRef {}
  }

  /// Hosts whose TLS connections are to be shown a Secret's certificate; `secret` may be empty.
  record TlsEntry(String field, SortedSet<HostMatch> hosts, String secret) {}
}
