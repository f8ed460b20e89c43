package dev.tulle.cli.local.pod;

import java.util.Map;
import java.util.Optional;

/// Where containers' environments come from besides the pod itself. Answers what holds at the time
/// of asking; values of Secrets are decoded.
public interface References {

  /// The entries of a ConfigMap, or nothing where there is no such ConfigMap.
  Optional<Map<String, String>> configMap(String namespace, String name);

  Optional<Map<String, String>> secret(String namespace, String name);
}
