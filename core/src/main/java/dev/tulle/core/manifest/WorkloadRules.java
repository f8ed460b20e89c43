package dev.tulle.core.manifest;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Pods and what makes them. The rules of a pod's own spec are in `PodRules`.
final class WorkloadRules {

  private WorkloadRules() {}

  static void check(Pod pod, Report report) {
    if (pod.getSpec() == null) {
      report.error("spec", "MissingField", "is missing", "add `spec:` with `containers:`");
      return;
    }
    PodRules.check(pod.getSpec(), "spec", report);
  }

  static void check(Deployment deployment, Report report) {
    var spec = deployment.getSpec();
    if (spec == null) {
      noSpec(report);
      return;
    }
    selector(spec.getSelector(), spec.getTemplate(), report);
    restartsAlways(spec.getTemplate(), report);
    template(spec.getTemplate(), report);
    if (spec.getStrategy() != null) {
      strategy(spec.getStrategy(), report);
    }
  }

  static void check(StatefulSet set, Report report) {
    var spec = set.getSpec();
    if (spec == null) {
      noSpec(report);
      return;
    }
    selector(spec.getSelector(), spec.getTemplate(), report);
    restartsAlways(spec.getTemplate(), report);
    var claimed =
        spec.getVolumeClaimTemplates().stream()
            .map(claim -> claim.getMetadata() == null ? null : claim.getMetadata().getName())
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    template(spec.getTemplate(), claimed, report);
    if (spec.getServiceName() != null && !spec.getServiceName().isEmpty()) {
      Formats.dnsLabel(spec.getServiceName())
          .ifPresent(w -> report.error("spec.serviceName", "InvalidName", w, "correct it"));
    }
  }

  static void check(Job job, Report report) {
    var spec = job.getSpec();
    if (spec == null) {
      noSpec(report);
      return;
    }
    template(spec.getTemplate(), report);
    var pod = spec.getTemplate().getSpec();
    if (pod != null
        && (pod.getRestartPolicy() == null || pod.getRestartPolicy().equals("Always"))) {
      report.error(
          "spec.template.spec.restartPolicy",
          "InvalidValue",
          "must be Never or OnFailure in a Job",
          "add `restartPolicy: Never`");
    }
    if ("Indexed".equals(spec.getCompletionMode()) && spec.getCompletions() == null) {
      report.error(
          "spec.completions",
          "MissingField",
          "is missing, which the completionMode Indexed needs",
          "add `completions:`");
    }
  }

  private static void noSpec(Report report) {
    report.error("spec", "MissingField", "is missing", "add `spec:` with `template:`");
  }

  private static void template(PodTemplateSpec template, Report report) {
    template(template, Set.of(), report);
  }

  private static void template(PodTemplateSpec template, Set<String> claimed, Report report) {
    if (template.getMetadata() != null) {
      var labels = template.getMetadata().getLabels();
      KindRules.labels(labels, "spec.template.metadata.labels", report);
      KindRules.injection(template.getMetadata(), "spec.template.metadata", report);
    }
    if (template.getSpec() == null) {
      report.error(
          "spec.template.spec", "MissingField", "is missing", "add `spec:` with `containers:`");
      return;
    }
    PodRules.check(template.getSpec(), "spec.template.spec", claimed, report);
  }

  private static void restartsAlways(PodTemplateSpec template, Report report) {
    var policy = template.getSpec() == null ? null : template.getSpec().getRestartPolicy();
    if (policy != null && !policy.equals("Always")) {
      report.error(
          "spec.template.spec.restartPolicy",
          "InvalidValue",
          "is " + policy + ", and must be Always here",
          "remove it, or make this a Job");
    }
  }

  private static void selector(LabelSelector selector, PodTemplateSpec template, Report report) {
    var wanted = Objects.requireNonNullElse(selector.getMatchLabels(), Map.<String, String>of());
    KindRules.labels(wanted, "spec.selector.matchLabels", report);
    if (wanted.isEmpty() && selector.getMatchExpressions().isEmpty()) {
      report.error(
          "spec.selector",
          "InvalidSelector",
          "is empty",
          "add `matchLabels:` with the labels of the template");
    }
    var metadata = template.getMetadata();
    Map<String, String> labels =
        metadata == null || metadata.getLabels() == null ? Map.of() : metadata.getLabels();
    if (!LabelMatch.matches(selector, labels)) {
      report.error(
          "spec.template.metadata.labels",
          "InvalidSelector",
          "does not match the selector " + LabelMatch.text(selector),
          "make the labels of the template those that `spec.selector` names");
    }
  }

  private static void strategy(DeploymentStrategy strategy, Report report) {
    var path = "spec.strategy.rollingUpdate";
    var rolling = strategy.getRollingUpdate();
    if (rolling == null) {
      return;
    }
    if ("Recreate".equals(strategy.getType())) {
      report.error(path, "InvalidValue", "must not be set for the strategy Recreate", "remove it");
      return;
    }
    percent(rolling.getMaxSurge(), path + ".maxSurge", report);
    percent(rolling.getMaxUnavailable(), path + ".maxUnavailable", report);
    if (isZero(rolling.getMaxSurge()) && isZero(rolling.getMaxUnavailable())) {
      report.error(
          path + ".maxUnavailable",
          "InvalidValue",
          "must not be 0 where `maxSurge` is 0",
          "set one of them to 1");
    }
  }

  private static boolean isZero(@Nullable IntOrString value) {
    return value != null
        && (Integer.valueOf(0).equals(value.getIntVal()) || "0%".equals(value.getStrVal()));
  }

  private static void percent(@Nullable IntOrString value, String path, Report report) {
    if (value == null) {
      return;
    }
    boolean fine =
        value.getIntVal() != null
            ? value.getIntVal() >= 0
            : value.getStrVal().matches("[0-9]{1,4}%");
    if (!fine) {
      report.error(
          path,
          "InvalidValue",
          "is neither a number of pods nor a percentage",
          "write e.g. `1` or `25%`");
    }
  }
}
