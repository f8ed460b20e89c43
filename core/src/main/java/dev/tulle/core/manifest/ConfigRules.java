package dev.tulle.core.manifest;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Secrets and ConfigMaps. No message quotes a value of a Secret.
final class ConfigRules {

  private static final int LARGEST = 1024 * 1024;

  /// The keys that a Secret of a type must have.
  private static final Map<String, List<String>> KEYS =
      Map.of(
          "kubernetes.io/tls", List.of("tls.crt", "tls.key"),
          "kubernetes.io/dockercfg", List.of(".dockercfg"),
          "kubernetes.io/dockerconfigjson", List.of(".dockerconfigjson"),
          "kubernetes.io/ssh-auth", List.of("ssh-privatekey"));

  private ConfigRules() {}

  static void check(Secret secret, Report report) {
    var data = Objects.requireNonNullElse(secret.getData(), Map.<String, String>of());
    var plain = Objects.requireNonNullElse(secret.getStringData(), Map.<String, String>of());
    keys(data.keySet(), "data", report);
    keys(plain.keySet(), "stringData", report);
    var keys = new HashSet<>(data.keySet());
    keys.addAll(plain.keySet());
    var type = Objects.requireNonNullElse(secret.getType(), "Opaque");
    for (var key : KEYS.getOrDefault(type, List.of())) {
      if (!keys.contains(key)) {
        report.error(
            "data[" + key + "]",
            "MissingField",
            "is missing, which a Secret of the type " + type + " needs",
            "add it");
      }
    }
    if (type.equals("kubernetes.io/basic-auth")
        && !keys.contains("username")
        && !keys.contains("password")) {
      report.error(
          "data[username]",
          "MissingField",
          "is missing, which a Secret of the type " + type + " needs",
          "add it, or `password`");
    }
    size(data.values(), report);
  }

  static void check(ConfigMap map, Report report) {
    var data = Objects.requireNonNullElse(map.getData(), Map.<String, String>of());
    var binary = Objects.requireNonNullElse(map.getBinaryData(), Map.<String, String>of());
    keys(data.keySet(), "data", report);
    keys(binary.keySet(), "binaryData", report);
    data.keySet().stream()
        .filter(binary::containsKey)
        .forEach(
            key ->
                report.error(
                    "data[" + key + "]",
                    "Duplicate",
                    "stands in `data` and in `binaryData`",
                    "keep one of the two"));
    size(data.values(), report);
  }

  private static void keys(Set<String> keys, String path, Report report) {
    keys.forEach(
        key ->
            Formats.configKey(key)
                .ifPresent(
                    w ->
                        report.error(
                            path + "[" + key + "]",
                            "InvalidName",
                            "has a key that " + w,
                            "rename the key")));
  }

  private static void size(Collection<String> values, Report report) {
    long size = values.stream().mapToLong(String::length).sum();
    if (size > LARGEST * 4L / 3) {
      report.error("data", "InvalidValue", "is larger than 1 MiB", "split it into several objects");
    }
  }
}
