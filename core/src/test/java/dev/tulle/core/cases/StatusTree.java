package dev.tulle.core.cases;

import dev.tulle.core.status.Condition;
import dev.tulle.core.status.ListenerStatus;
import dev.tulle.core.status.ParentStatus;
import dev.tulle.core.status.StatusDetail;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A status as it stands in the files of a case.
final class StatusTree {

  private StatusTree() {}

  static Map<String, Object> of(List<Condition> conditions) {
    var tree = new LinkedHashMap<String, Object>();
    for (var condition : conditions) {
      var message = condition.message().isEmpty() ? "" : ": " + condition.message();
      tree.put(condition.type(), condition.status() + " " + condition.reason() + message);
    }
    return tree;
  }

  /// Nothing where there is none.
  static Optional<Object> of(StatusDetail detail) {
    return switch (detail) {
      case StatusDetail.None() -> Optional.empty();
      case StatusDetail.OfGatewayClass(var features) ->
          Optional.of(Map.of("supportedFeatures", features.size()));
      case StatusDetail.OfGateway(var addresses, var listeners, var sets) -> {
        var tree = new LinkedHashMap<String, Object>();
        tree.put(
            "addresses", addresses.stream().map(each -> each.type() + " " + each.value()).toList());
        tree.put("listeners", listeners(listeners));
        tree.put("attachedListenerSets", sets);
        yield Optional.of(tree);
      }
      case StatusDetail.OfListenerSet(var listeners) -> Optional.of(listeners(listeners));
      case StatusDetail.ByParent(var parents) -> {
        var tree = new LinkedHashMap<String, Object>();
        parents.forEach(parent -> tree.put(name(parent.parent()), of(parent.conditions())));
        yield Optional.of(tree);
      }
      case StatusDetail.LoadBalancer(var _, var addresses) ->
          Optional.of(addresses.stream().map(each -> each.type() + " " + each.value()).toList());
    };
  }

  private static Map<String, Object> listeners(List<ListenerStatus> listeners) {
    var tree = new LinkedHashMap<String, Object>();
    for (var listener : listeners) {
      var each = new LinkedHashMap<String, Object>();
      each.put(
          "supportedKinds",
          // a list of its own each time, so that none is an alias of another
          new ArrayList<>(listener.supportedKinds().stream().map(kind -> kind.kind()).toList()));
      each.put("attachedRoutes", listener.attachedRoutes());
      each.putAll(of(listener.conditions()));
      tree.put(listener.name(), each);
    }
    return tree;
  }

  private static String name(ParentStatus.Reference parent) {
    var text = new StringBuilder(parent.kind()).append(' ');
    parent.namespace().ifPresent(namespace -> text.append(namespace).append('/'));
    text.append(parent.name());
    parent.sectionName().ifPresent(section -> text.append(" / ").append(section));
    parent.port().ifPresent(port -> text.append(" : ").append(port));
    return text.toString();
  }
}
