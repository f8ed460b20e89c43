package dev.tulle.server.kube;

import tools.jackson.databind.JsonNode;

/// The order of `resourceVersion`s. They are numbers that grow, as Kubernetes promises since 1.35
/// and etcd always had it; what is none is taken for newer, so that nothing is lost by it.
final class Versions {

  private Versions() {}

  static String of(JsonNode object) {
    return object.path("metadata").path("resourceVersion").asString("");
  }

  static boolean newer(String one, String other) {
    if (!isNumber(one) || !isNumber(other)) {
      return !one.equals(other);
    }
    int byLength = Integer.compare(one.length(), other.length());
    return byLength != 0 ? byLength > 0 : one.compareTo(other) > 0;
  }

  private static boolean isNumber(String version) {
    return !version.isEmpty() && version.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
