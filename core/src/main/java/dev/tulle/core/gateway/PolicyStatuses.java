package dev.tulle.core.gateway;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Condition;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.ObjectStatus;
import dev.tulle.core.status.ParentStatus;
import dev.tulle.core.status.StatusDetail;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What is said of policies, for each Gateway that sends to their Services.
final class PolicyStatuses {

  /// The most that a status can have.
  private static final int MAX_ANCESTORS = 16;

  /// All that the statuses follow from: by Service, the Gateways that send to it.
  record Input(
      Policies<?> policies, SortedMap<ObjectName, SortedSet<ObjectName>> gatewaysByService) {}

  private PolicyStatuses() {}

  static SortedMap<ObjectName, ObjectStatus> of(Input input) {
    var statuses = new TreeMap<ObjectName, ObjectStatus>();
    input.policies().all().forEach((name, policy) -> statuses.put(name, status(policy, input)));
    return statuses;
  }

  private static ObjectStatus status(Policy<?> policy, Input input) {
    var gateways = new TreeSet<ObjectName>();
    policy.targets().stream()
        .map(PolicyTarget::service)
        .map(service -> input.gatewaysByService().getOrDefault(service, new TreeSet<>()))
        .forEach(gateways::addAll);
    var conflicts = input.policies().findings().getOrDefault(policy.name(), List.of());
    var conditions =
        Stream.concat(Stream.of(accepted(policy, conflicts)), policy.conditions().stream())
            .toList();
    var ancestors =
        gateways.stream()
            .limit(MAX_ANCESTORS)
            .map(gateway -> new ParentStatus(reference(gateway), conditions))
            .toList();
    var findings =
        Stream.of(policy.refused().stream(), conflicts.stream(), policy.others().stream())
            .flatMap(each -> each)
            .distinct()
            .toList();
    return new ObjectStatus(
        policy.name(), List.of(), new StatusDetail.ByParent(ancestors), findings);
  }

  private static Condition accepted(Policy<?> policy, List<Finding> conflicts) {
    return policy
        .refused()
        .map(why -> Findings.no("Accepted", why))
        .orElseGet(
            () ->
                new Condition(
                    "Accepted",
                    Condition.Truth.TRUE,
                    "Accepted",
                    conflicts.isEmpty() ? policy.note() : Findings.text(conflicts.getFirst())));
  }

  private static ParentStatus.Reference reference(ObjectName gateway) {
    return new ParentStatus.Reference(
        GatewayApi.GROUP,
        gateway.kind(),
        Optional.of(gateway.namespace()),
        gateway.name(),
        Optional.empty(),
        OptionalInt.empty());
  }
}
