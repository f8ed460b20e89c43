package dev.tulle.core.gateway;

import dev.tulle.core.world.Given;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which namespaces' objects may attach.
sealed interface NamespaceRule {

  /// The label that each namespace has without saying so.
  String NAME_LABEL = "kubernetes.io/metadata.name";

  record All() implements NamespaceRule {}

  record Same(String namespace) implements NamespaceRule {}

  record None() implements NamespaceRule {}

  /// Those whose labels have these values, and meet all these requirements.
  record Selected(Map<String, String> labels, List<Requirement> requirements)
      implements NamespaceRule {
    public Selected {
      labels = Map.copyOf(labels);
      requirements = List.copyOf(requirements);
    }
  }

  /// One that is of no known operator is met by nothing.
  record Requirement(String key, String operator, Set<String> values) {
    public Requirement {
      values = Set.copyOf(values);
    }

    private static Requirement of(LabelSelectorRequirement given) {
      return new Requirement(
          Given.text(given.getKey()),
          Given.text(given.getOperator()),
          new HashSet<>(Given.list(given.getValues())));
    }

    private boolean isMetBy(Map<String, String> labels) {
      var value = labels.get(key);
      return switch (operator) {
        case "In" -> value != null && values.contains(value);
        case "NotIn" -> value == null || !values.contains(value);
        case "Exists" -> value != null;
        case "DoesNotExist" -> value == null;
        default -> false;
      };
    }
  }

  /// A selector that is missing selects nothing, and an empty one everything, as in Kubernetes.
  static NamespaceRule of(String from, @Nullable LabelSelector selector, String own) {
    return switch (from) {
      case "All" -> new All();
      case "Same" -> new Same(own);
      case "Selector" ->
          selector == null
              ? new None()
              : new Selected(
                  Given.texts(selector.getMatchLabels()),
                  Given.list(selector.getMatchExpressions()).stream()
                      .map(Requirement::of)
                      .toList());
      default -> new None();
    };
  }

  /// `labels` are those of each namespace that has any.
  default boolean allows(String namespace, Map<String, Map<String, String>> labels) {
    return switch (this) {
      case All() -> true;
      case Same(var own) -> own.equals(namespace);
      case None() -> false;
      case Selected(var wanted, var requirements) -> {
        var all = new HashMap<>(labels.getOrDefault(namespace, Map.of()));
        all.put(NAME_LABEL, namespace);
        yield all.entrySet().containsAll(wanted.entrySet())
            && requirements.stream().allMatch(requirement -> requirement.isMetBy(all));
      }
    };
  }
}
