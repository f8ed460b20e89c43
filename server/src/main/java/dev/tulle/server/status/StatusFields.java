package dev.tulle.server.status;

import dev.tulle.core.gateway.GatewayApi;
import dev.tulle.core.status.Condition;
import dev.tulle.core.status.Condition.Truth;
import dev.tulle.core.status.GatewayAddress;
import dev.tulle.core.status.ListenerStatus;
import dev.tulle.core.status.ObjectStatus;
import dev.tulle.core.status.ParentStatus;
import dev.tulle.core.status.StatusDetail;
import dev.tulle.core.world.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The `status` that an object is to have: what was judged of it, beside what other controllers
/// have written. Pure.
final class StatusFields {

  /// What a status follows from. `observed` is the status that the object has now, or missing;
  /// `generation` that of the version that was judged; `reachable` is whether the addresses of an
  /// Ingress lead to a proxy.
  record Input(
      ObjectStatus judged,
      Optional<Condition> programmed,
      boolean reachable,
      long generation,
      JsonNode observed,
      Instant now) {}

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Set<String> POLICIES =
      Set.of(Kind.BACKEND_TLS_POLICY.name(), Kind.BACKEND_TRAFFIC_POLICY.name());
  private static final String CONDITIONS = "conditions";
  private static final String LISTENERS = "listeners";
  private static final String PROGRAMMED = "Programmed";
  private static final String NO_ADDRESS = "AddressNotAssigned";

  private final Input input;

  private StatusFields(Input input) {
    this.input = input;
  }

  /// Nothing for a kind that has no status of ours.
  static Optional<ObjectNode> of(Input input) {
    return new StatusFields(input).fields();
  }

  /// Of an object that is none of ours any more: what others have written, and nothing else.
  static ObjectNode withdrawn(JsonNode observed) {
    var status = JSON.objectNode();
    for (var field : List.of("parents", "ancestors")) {
      if (observed.path(field).isArray()) {
        var list = status.putArray(field);
        for (var each : observed.path(field)) {
          if (!isOurs(each)) {
            list.add(each);
          }
        }
      }
    }
    return status;
  }

  private Optional<ObjectNode> fields() {
    var judged = input.judged();
    return switch (judged.detail()) {
      case StatusDetail.None() -> Optional.empty();
      case StatusDetail.LoadBalancer(var _, var addresses) -> Optional.of(loadBalancer(addresses));
      case StatusDetail.OfGatewayClass(var features) -> Optional.of(ofClass(features));
      case StatusDetail.OfGateway(var addresses, var listeners, var sets) ->
          Optional.of(ofGateway(addresses, listeners, sets));
      case StatusDetail.OfListenerSet(var listeners) -> Optional.of(ofListenerSet(listeners));
      case StatusDetail.ByParent(var parents) -> Optional.of(byParent(parents));
    };
  }

  /// An address is given once it leads to a proxy. It stays, since DNS entries are made from it.
  private ObjectNode loadBalancer(List<GatewayAddress> addresses) {
    var given = input.observed().at("/loadBalancer/ingress").valueStream().toList();
    var ingress = JSON.arrayNode();
    for (var address : addresses) {
      var field =
          switch (address.type()) {
            case IP -> "ip";
            case HOSTNAME -> "hostname";
          };
      var entry = JSON.objectNode().put(field, address.value());
      if (input.reachable() || given.contains(entry)) {
        ingress.add(entry);
      }
    }
    var status = JSON.objectNode();
    status.withObject("/loadBalancer").set("ingress", ingress);
    return status;
  }

  private ObjectNode ofClass(List<String> features) {
    var status = JSON.objectNode();
    status.set(CONDITIONS, conditions(input.judged().conditions(), input.observed()));
    var list = status.putArray("supportedFeatures");
    features.forEach(feature -> list.add(JSON.objectNode().put("name", feature)));
    return status;
  }

  private ObjectNode ofGateway(
      List<GatewayAddress> addresses, List<ListenerStatus> listeners, int sets) {
    var status = JSON.objectNode();
    var list = status.putArray("addresses");
    for (var address : addresses) {
      var type =
          switch (address.type()) {
            case IP -> "IPAddress";
            case HOSTNAME -> "Hostname";
          };
      list.add(JSON.objectNode().put("type", type).put("value", address.value()));
    }
    if (sets > 0) {
      status.put("attachedListenerSets", sets);
    }
    status.set(CONDITIONS, programmed(input.judged().conditions(), input.observed()));
    status.set(LISTENERS, listeners(listeners));
    return status;
  }

  private ObjectNode ofListenerSet(List<ListenerStatus> listeners) {
    var status = JSON.objectNode();
    status.set(CONDITIONS, programmed(input.judged().conditions(), input.observed()));
    status.set(LISTENERS, listeners(listeners));
    return status;
  }

  private ArrayNode listeners(List<ListenerStatus> listeners) {
    var list = JSON.arrayNode();
    for (var listener : listeners) {
      var entry = list.addObject();
      entry.put("name", listener.name());
      var kinds = entry.putArray("supportedKinds");
      listener
          .supportedKinds()
          .forEach(
              kind ->
                  kinds.add(JSON.objectNode().put("group", kind.group()).put("kind", kind.kind())));
      entry.put("attachedRoutes", listener.attachedRoutes());
      entry.set(
          CONDITIONS,
          programmed(
              listener.conditions(), named(input.observed().path(LISTENERS), listener.name())));
    }
    return list;
  }

  private static JsonNode named(JsonNode list, String name) {
    for (var each : list) {
      if (each.path("name").asString("").equals(name)) {
        return each;
      }
    }
    return JSON.missingNode();
  }

  /// Other controllers' entries, as they are, then ours.
  private ObjectNode byParent(List<ParentStatus> parents) {
    boolean policy = POLICIES.contains(input.judged().object().kind());
    var field = policy ? "ancestors" : "parents";
    var reference = policy ? "ancestorRef" : "parentRef";
    var observed = input.observed().path(field);
    var status = JSON.objectNode();
    var list = status.putArray(field);
    for (var each : observed) {
      if (!isOurs(each)) {
        list.add(each);
      }
    }
    for (var parent : parents) {
      var ref = reference(parent.parent());
      var before = JSON.missingNode();
      for (var each : observed) {
        if (isOurs(each) && each.path(reference).equals(ref)) {
          before = each;
        }
      }
      var entry = list.addObject();
      entry.set(reference, ref);
      entry.put("controllerName", GatewayApi.CONTROLLER);
      var said = new ArrayList<>(parent.conditions());
      // routes have no such condition unless Envoy refuses what was made of them
      input.programmed().filter(each -> each.status() == Truth.FALSE).ifPresent(said::add);
      entry.set(CONDITIONS, conditions(said, before));
    }
    return status;
  }

  private static boolean isOurs(JsonNode entry) {
    return entry.path("controllerName").asString("").equals(GatewayApi.CONTROLLER);
  }

  private static ObjectNode reference(ParentStatus.Reference parent) {
    var reference = JSON.objectNode().put("group", parent.group()).put("kind", parent.kind());
    parent.namespace().ifPresent(namespace -> reference.put("namespace", namespace));
    reference.put("name", parent.name());
    parent.sectionName().ifPresent(section -> reference.put("sectionName", section));
    parent.port().ifPresent(port -> reference.put("port", port));
    return reference;
  }

  /// What was judged; and where that is that it can be programmed, what the proxies say. It has no
  /// address where it can have no proxies: then it is said why.
  private ArrayNode programmed(List<Condition> judged, JsonNode observed) {
    var conditions =
        judged.stream()
            .map(
                each ->
                    each.type().equals(PROGRAMMED)
                            && (each.status() == Truth.TRUE || each.reason().equals(NO_ADDRESS))
                        ? told(each)
                        : each)
            .toList();
    return conditions(conditions, observed);
  }

  private Condition told(Condition judged) {
    return input
        .programmed()
        .filter(it -> judged.status() == Truth.TRUE || it.reason().equals(Judged.NO_RESOURCES))
        .orElse(judged);
  }

  private ArrayNode conditions(List<Condition> judged, JsonNode observed) {
    return ConditionList.of(judged, input.generation(), observed.path(CONDITIONS), input.now());
  }
}
