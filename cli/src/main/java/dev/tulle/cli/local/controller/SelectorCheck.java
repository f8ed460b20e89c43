package dev.tulle.cli.local.controller;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.Severity;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether a workload selects the pods of its own template, without which Kubernetes refuses it.
final class SelectorCheck {

  private SelectorCheck() {}

  static Optional<Finding> of(
      ObjectName workload, @Nullable LabelSelector selector, Template template) {
    var labels = Fields.map(template.metadata().getLabels());
    if (selector == null || selector.equals(new LabelSelector())) {
      return Optional.of(
          finding(
              workload,
              "SelectorMissing",
              workload + " has no spec.selector.",
              "Add spec.selector.matchLabels with labels of its template"
                  + (labels.isEmpty() ? "." : ": " + Selectors.text(labels) + ".")));
    }
    if (Selectors.matches(selector, labels)) {
      return Optional.empty();
    }
    return Optional.of(
        finding(
            workload,
            "SelectorMismatch",
            workload
                + " selects "
                + Selectors.text(selector)
                + ", but its pods are labelled "
                + (labels.isEmpty() ? "with nothing" : Selectors.text(labels))
                + ".",
            "Give spec.selector and spec.template.metadata.labels the same labels."));
  }

  private static Finding finding(ObjectName workload, String reason, String message, String cure) {
    return new Finding(Severity.ERROR, workload, "spec.selector", reason, message, cure);
  }
}
