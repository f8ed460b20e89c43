package dev.tulle.server.status;

import dev.tulle.core.gateway.ListenerSets;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Condition;
import dev.tulle.core.status.Condition.Truth;
import dev.tulle.core.status.StatusDetail;
import dev.tulle.core.world.Kind;
import dev.tulle.server.loop.Published;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What is in force, and what the proxies say of it, whichever replica they are connected to. While
/// the control plane is `settling`, proxies that have not come back yet are no news. The proxies
/// behind `reachable` Services take connections; `problems` is what keeps a gateway from having
/// any.
record Judged(
    Published published,
    Acknowledgements ours,
    List<Acknowledged> all,
    Set<ObjectName> reachable,
    Map<ObjectName, String> problems,
    boolean settling) {

  static final String NO_RESOURCES = "NoResources";
  private static final String PROGRAMMED = "Programmed";

  /// The generation of the version that was compiled; 0 of an object that has none.
  long generation(ObjectName name) {
    return published.world().get(name).map(Acknowledgements::generation).orElse(0L);
  }

  /// Whether the addresses of an object lead to a proxy, where that has to be known apart from
  /// whether it is programmed.
  boolean isReachable(StatusDetail detail) {
    return detail instanceof StatusDetail.LoadBalancer(var service, var _)
        && reachable.contains(service);
  }

  /// Whether the proxies have what was made of an object; of one that is no gateway, only if not.
  /// `observed` is the status that it has now.
  Optional<Condition> programmed(ObjectName name, JsonNode observed) {
    var refused =
        all.stream().map(each -> each.refused().get(name.toString())).filter(Objects::nonNull);
    var words = refused.findFirst();
    if (words.isPresent()) {
      return condition(Truth.FALSE, "Invalid", "Envoy refuses it: " + words.get());
    }
    var problem = gateway(name).map(problems::get);
    if (problem.isPresent()) {
      return condition(Truth.FALSE, NO_RESOURCES, problem.get());
    }
    var condition = gateway(name).flatMap(this::ofGateway);
    return settling
            && condition.filter(each -> each.status() == Truth.UNKNOWN).isPresent()
            && wasProgrammed(observed, generation(name))
        ? condition(Truth.TRUE, PROGRAMMED, "")
        : condition;
  }

  private static boolean wasProgrammed(JsonNode observed, long generation) {
    return ConditionList.find(observed.path("conditions"), PROGRAMMED)
        .filter(each -> each.path("status").asString("").equals("True"))
        .filter(each -> each.path("observedGeneration").asLong(-1) == generation)
        .isPresent();
  }

  private Optional<ObjectName> gateway(ObjectName name) {
    if (name.kind().equals(Kind.LISTENER_SET.name())) {
      return published
          .world()
          .get(Kind.LISTENER_SET, name.namespace(), name.name())
          .flatMap(ListenerSets::gateway);
    }
    return name.kind().equals(Kind.GATEWAY.name()) ? Optional.of(name) : Optional.empty();
  }

  private Optional<Condition> ofGateway(ObjectName gateway) {
    var version = ours.version(gateway).orElse("");
    int proxies = 0;
    int applied = 0;
    for (var each : all) {
      var acknowledged = each.gateways().get(gateway.toString());
      if (acknowledged != null) {
        proxies += acknowledged.proxies();
        applied += acknowledged.version().equals(version) ? acknowledged.proxies() : 0;
      }
    }
    if (proxies == 0) {
      return condition(Truth.UNKNOWN, "Pending", "no proxy of it is connected yet");
    }
    if (applied < proxies) {
      return condition(Truth.UNKNOWN, "Pending", "its proxies have not all taken it yet");
    }
    return reachable.contains(Reachability.service(gateway))
        ? condition(Truth.TRUE, PROGRAMMED, "")
        : condition(Truth.UNKNOWN, "Pending", "no proxy of it is ready for connections yet");
  }

  private static Optional<Condition> condition(Truth status, String reason, String message) {
    return Optional.of(new Condition(PROGRAMMED, status, reason, message));
  }
}
