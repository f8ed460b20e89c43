package dev.tulle.core.manifest;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The environment of a container.
final class EnvRules {

  /// The fields of a pod that a variable can have:
  /// https://kubernetes.io/docs/concepts/workloads/pods/downward-api/
  private static final List<String> FIELDS =
      List.of(
          "metadata.name",
          "metadata.namespace",
          "metadata.uid",
          "spec.nodeName",
          "spec.serviceAccountName",
          "status.hostIP",
          "status.hostIPs",
          "status.podIP",
          "status.podIPs");

  private static final Pattern KEYED =
      Pattern.compile("metadata\\.(labels|annotations)\\['[^']+'\\]");

  private EnvRules() {}

  static void check(Container container, String path, Report report) {
    Map<String, Integer> first = new HashMap<>();
    for (int i = 0; i < container.getEnv().size(); i++) {
      var variable = container.getEnv().get(i);
      var at = path + ".env[" + i + "]";
      variable(variable, at, report);
      var known = first.putIfAbsent(Objects.requireNonNullElse(variable.getName(), ""), i);
      if (known != null) {
        report.warning(
            at + ".name",
            "Duplicate",
            "is \"" + variable.getName() + "\", as is that of env[" + known + "], and replaces it",
            "remove one of the two");
      }
    }
    for (int i = 0; i < container.getEnvFrom().size(); i++) {
      var source = container.getEnvFrom().get(i);
      if ((source.getConfigMapRef() == null) == (source.getSecretRef() == null)) {
        report.error(
            path + ".envFrom[" + i + "]",
            "InvalidValue",
            "must have exactly one of `configMapRef` and `secretRef`",
            "keep or add one of them");
      }
    }
  }

  private static void variable(EnvVar variable, String path, Report report) {
    Formats.envName(Objects.requireNonNullElse(variable.getName(), ""))
        .ifPresent(w -> report.error(path + ".name", "InvalidName", w, "rename it"));
    var source = variable.getValueFrom();
    if (source == null) {
      return;
    }
    long sources = sources(source);
    if (sources != 1) {
      report.error(
          path + ".valueFrom",
          "InvalidValue",
          "must have exactly one of `fieldRef`, `resourceFieldRef`, `configMapKeyRef` and"
              + " `secretKeyRef`",
          "keep or add one of them");
    } else if (variable.getValue() != null && !variable.getValue().isEmpty()) {
      report.error(
          path + ".valueFrom", "InvalidValue", "stands beside a `value`", "keep one of the two");
    } else if (source.getFieldRef() != null) {
      field(
          Objects.requireNonNullElse(source.getFieldRef().getFieldPath(), ""),
          path + ".valueFrom.fieldRef.fieldPath",
          report);
    }
  }

  private static void field(String field, String path, Report report) {
    if (!FIELDS.contains(field) && !KEYED.matcher(field).matches()) {
      report.error(
          path,
          "InvalidValue",
          "is \"" + field + "\", which no variable can have",
          Spelling.nearest(field, FIELDS)
              .map(near -> "write `" + near + "`")
              .orElse(
                  "write one of "
                      + String.join(", ", FIELDS)
                      + ", metadata.labels['KEY'] and metadata.annotations['KEY']"));
    }
  }

  private static long sources(EnvVarSource source) {
    return Stream.of(
            source.getFieldRef(),
            source.getResourceFieldRef(),
            source.getConfigMapKeyRef(),
            source.getSecretKeyRef(),
            source.getFileKeyRef())
        .filter(Objects::nonNull)
        .count();
  }
}
