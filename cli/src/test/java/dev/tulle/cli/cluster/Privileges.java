package dev.tulle.cli.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What an account did and what it was refused, by an API server's audit log of the level Metadata.
record Privileges(Set<String> used, Set<String> refused) {

  private static final JsonMapper JSON = JsonMapper.shared();

  /// `account` is `NAMESPACE:NAME` of a ServiceAccount.
  static Privileges of(String account, List<String> log) {
    var used = new TreeSet<String>();
    var refused = new TreeSet<String>();
    var user = "system:serviceaccount:" + account;
    for (var line : log) {
      if (!line.contains(user) || !line.endsWith("}")) {
        continue; // of somebody else, or half written
      }
      var event = JSON.readTree(line);
      if (!event.path("user").path("username").asString("").equals(user)
          || !event.path("objectRef").has("resource")) {
        continue;
      }
      if (event
          .path("annotations")
          .path("authorization.k8s.io/decision")
          .asString("")
          .equals("forbid")) {
        refused.add(event.path("verb").asString("") + " " + event.path("requestURI").asString(""));
      } else {
        used.add(right(event.path("objectRef"), event.path("verb").asString("")));
        if (made(event)) {
          used.add(right(event.path("objectRef"), "create"));
        }
      }
    }
    return new Privileges(used, refused);
  }

  /// An apply of what is not there yet needs the right to create it, too.
  private static boolean made(JsonNode event) {
    return event.path("verb").asString("").equals("patch")
        && event.path("responseStatus").path("code").asInt(0) == 201;
  }

  private static String right(JsonNode object, String verb) {
    var part = object.path("subresource").asString("");
    return right(
        verb,
        object.path("resource").asString("") + (part.isEmpty() ? "" : "/" + part),
        object.path("apiGroup").asString(""));
  }

  /// As in `list ingresses.networking.k8s.io`.
  private static String right(String verb, String resource, String group) {
    return verb + " " + resource + (group.isEmpty() ? "" : "." + group);
  }

  /// Those that roles among these objects give.
  static Set<String> granted(List<HasMetadata> objects) {
    var granted = new TreeSet<String>();
    objects.stream()
        .flatMap(Privileges::rules)
        .forEach(
            rule ->
                rule.getApiGroups()
                    .forEach(
                        group ->
                            rule.getResources()
                                .forEach(
                                    resource ->
                                        rule.getVerbs()
                                            .forEach(
                                                verb ->
                                                    granted.add(right(verb, resource, group))))));
    return granted;
  }

  private static Stream<PolicyRule> rules(HasMetadata object) {
    return switch (object) {
      case ClusterRole role -> role.getRules().stream();
      case Role role -> role.getRules().stream();
      default -> Stream.of();
    };
  }
}
