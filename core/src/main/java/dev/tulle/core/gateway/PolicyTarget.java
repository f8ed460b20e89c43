package dev.tulle.core.gateway;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import dev.tulle.core.world.Given;
import dev.tulle.core.world.Kind;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What a policy is for: a Service, or one port of it by its name.
record PolicyTarget(String field, ObjectName service, String portName) {

  /// A reference as it is written.
  record Reference(
      @Nullable String group,
      @Nullable String kind,
      @Nullable String name,
      @Nullable String sectionName) {}

  /// Without those that a policy cannot be for, of which `refused` then says so.
  static List<PolicyTarget> read(ObjectName policy, List<Reference> given, List<Finding> refused) {
    return IntStream.range(0, given.size())
        .mapToObj(index -> read(policy, index, given.get(index), refused))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<PolicyTarget> read(
      ObjectName policy, int index, Reference given, List<Finding> refused) {
    var field = "spec.targetRefs[" + index + "]";
    var service = Given.text(given.name());
    if (!Given.text(given.group()).isEmpty()
        || !Objects.requireNonNullElse(given.kind(), "Service").equals("Service")
        || service.isEmpty()) {
      refused.add(
          Findings.error(
              policy,
              field,
              "Invalid",
              "is for a "
                  + Given.brief(Given.text(given.kind()))
                  + ", and only Services can have such a policy",
              "name a Service"));
      return Optional.empty();
    }
    return Optional.of(
        new PolicyTarget(
            field,
            Kind.SERVICE.named(policy.namespace(), service),
            Given.text(given.sectionName())));
  }

  boolean isSame(PolicyTarget other) {
    return service.equals(other.service) && portName.equals(other.portName);
  }

  @Override
  public String toString() {
    return portName.isEmpty() ? service.toString() : "port " + portName + " of " + service;
  }
}
