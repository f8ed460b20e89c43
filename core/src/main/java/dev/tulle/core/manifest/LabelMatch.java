package dev.tulle.core.manifest;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.Map;
import java.util.Objects;

/// Whether labels are those that a selector asks for.
final class LabelMatch {

  private LabelMatch() {}

  static boolean matches(LabelSelector selector, Map<String, String> labels) {
    return wanted(selector).entrySet().stream()
            .allMatch(entry -> entry.getValue().equals(labels.get(entry.getKey())))
        && selector.getMatchExpressions().stream()
            .allMatch(requirement -> matches(requirement, labels));
  }

  private static boolean matches(LabelSelectorRequirement wanted, Map<String, String> labels) {
    var value = labels.get(wanted.getKey());
    return switch (wanted.getOperator()) {
      case "In" -> value != null && wanted.getValues().contains(value);
      case "NotIn" -> value == null || !wanted.getValues().contains(value);
      case "Exists" -> value != null;
      default -> value == null;
    };
  }

  /// As in `app=web,tier=front`.
  static String text(LabelSelector selector) {
    return wanted(selector).isEmpty()
        ? "by its expressions"
        : String.join(
            ",",
            wanted(selector).entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList());
  }

  private static Map<String, String> wanted(LabelSelector selector) {
    return Objects.requireNonNullElse(selector.getMatchLabels(), Map.of());
  }
}
