package dev.tulle.core.gateway;

import dev.tulle.core.crd.XBackendTrafficPolicy;
import dev.tulle.core.crd.XBackendTrafficPolicy.RetryConstraint;
import dev.tulle.core.ir.RetryBudget;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import dev.tulle.core.world.Given;
import dev.tulle.core.world.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Reads one XBackendTrafficPolicy; lives as long as that takes.
final class TrafficPolicyReader {

  private static final Duration USUAL_INTERVAL = Duration.ofSeconds(10);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ObjectName name;
  private final List<Finding> refused = new ArrayList<>();
  private final List<Finding> warnings = new ArrayList<>();

  private TrafficPolicyReader(ObjectName name) {
    this.name = name;
  }

  static TrafficPolicy read(XBackendTrafficPolicy policy) {
    var metadata = policy.getMetadata();
    var name =
        Kind.BACKEND_TRAFFIC_POLICY.named(
            Given.text(metadata.getNamespace()), Given.text(metadata.getName()));
    var reader = new TrafficPolicyReader(name);
    var targets = reader.targets(policy);
    var retries = policy.retryConstraint().map(reader::budget);
    var sessions =
        policy
            .sessions()
            .flatMap(given -> SessionTerms.read("spec.sessionPersistence", given, reader::warn));
    boolean inForce = reader.refused.isEmpty();
    return new TrafficPolicy(
        name,
        Given.text(metadata.getCreationTimestamp()),
        targets,
        retries.filter(_ -> inForce),
        sessions.filter(_ -> inForce),
        reader.refused.stream().findFirst(),
        reader.warnings);
  }

  private List<PolicyTarget> targets(XBackendTrafficPolicy policy) {
    var given =
        Given.list(policy.targets()).stream()
            .map(
                ref ->
                    new PolicyTarget.Reference(ref.getGroup(), ref.getKind(), ref.getName(), null))
            .toList();
    return PolicyTarget.read(name, given, refused);
  }

  /// Retries that begin at a rate, and take a second each, are as many at once as begin within a
  /// second.
  private RetryBudget budget(RetryConstraint given) {
    var interval = Durations.read(given.interval()).orElse(USUAL_INTERVAL);
    if (!interval.equals(USUAL_INTERVAL)) {
      warn(
          "spec.retryConstraint.budget.interval",
          "counts the requests of "
              + Given.brief(given.interval())
              + ", and Envoy counts those that are active at the moment",
          "remove it, and see that percent is right for requests at one moment");
    }
    var time = Durations.read(given.countInterval()).filter(Duration::isPositive).orElse(SECOND);
    long least = Math.ceilDiv(given.count() * SECOND.toMillis(), time.toMillis());
    return new RetryBudget(given.percent(), Math.clamp(least, 1, Integer.MAX_VALUE));
  }

  private void warn(String field, String wrong, String cure) {
    warnings.add(Findings.warning(name, field, RouteJudgement.UNSUPPORTED_VALUE, wrong, cure));
  }
}
