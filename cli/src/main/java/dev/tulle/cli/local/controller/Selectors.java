package dev.tulle.cli.local.controller;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Whether labels meet a selector. An empty `LabelSelector` matches everything, none matches
/// nothing, as in Kubernetes.
final class Selectors {

  private Selectors() {}

  static boolean matches(@Nullable LabelSelector selector, Map<String, String> labels) {
    return selector != null
        && labels.entrySet().containsAll(Fields.map(selector.getMatchLabels()).entrySet())
        && Fields.list(selector.getMatchExpressions()).stream().allMatch(e -> meets(e, labels));
  }

  /// As people write it: `app=web, tier=front`.
  static String text(Map<String, String> labels) {
    return new TreeMap<>(labels)
        .entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue())
            .collect(Collectors.joining(", "));
  }

  static String text(LabelSelector selector) {
    var parts =
        Fields.list(selector.getMatchExpressions()).stream()
            .map(e -> e.getKey() + " " + e.getOperator() + " " + Fields.list(e.getValues()))
            .collect(Collectors.joining(", "));
    var labels = text(Fields.map(selector.getMatchLabels()));
    return labels.isEmpty() || parts.isEmpty() ? labels + parts : labels + ", " + parts;
  }

  private static boolean meets(LabelSelectorRequirement requirement, Map<String, String> labels) {
    var value = labels.get(Fields.text(requirement.getKey()));
    var values = Fields.list(requirement.getValues());
    return switch (Fields.text(requirement.getOperator())) {
      case "In" -> value != null && values.contains(value);
      case "NotIn" -> value == null || !values.contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      default -> false;
    };
  }
}
