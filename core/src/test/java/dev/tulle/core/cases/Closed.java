package dev.tulle.core.cases;

import dev.tulle.core.xds.ResourceType;
import dev.tulle.core.xds.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The law *closed*: each cluster, route table and secret that a resource names exists, and nothing
/// exists that nobody names.
final class Closed {

  private Closed() {}

  /// What is named and does not exist, and what exists and is not named, in any scope.
  static List<String> violations(Map<String, Resources> scopes) {
    var anywhere = scopes.values().stream().flatMap(each -> routed(each).stream()).toList();
    return scopes.values().stream()
        .flatMap(resources -> violations(resources, anywhere).stream())
        .toList();
  }

  /// The clusters that routes name.
  private static List<String> routed(Resources resources) {
    return resources.of(ResourceType.ROUTE).values().stream()
        .flatMap(each -> Named.by(each).clusters().stream())
        .toList();
  }

  private static List<String> violations(Resources resources, List<String> anywhere) {
    var violations = new ArrayList<String>();
    var discovered =
        resources.of(ResourceType.CLUSTER).values().stream()
            .flatMap(each -> Named.by(each).endpoints().stream())
            .toList();
    compare(violations, "endpoints", discovered, resources, ResourceType.ENDPOINT);
    var routed = new ArrayList<>(routed(resources));
    boolean byDialled =
        resources.of(ResourceType.ROUTE).values().stream().anyMatch(r -> Named.by(r).byDialled());
    var tables = new ArrayList<String>();
    var secrets = new ArrayList<String>();
    for (var resource : resources.of(ResourceType.LISTENER).values()) {
      var named = Named.by(resource);
      tables.addAll(named.tables());
      secrets.addAll(named.secrets());
      routed.addAll(named.clusters());
      if (byDialled) {
        routed.addAll(named.dialled());
      }
    }
    resources
        .of(ResourceType.CLUSTER)
        .values()
        .forEach(each -> secrets.addAll(Named.by(each).secrets()));
    // what the routes of one namespace send to is a cluster in all of them
    var own = resources.of(ResourceType.CLUSTER).keySet();
    anywhere.stream().filter(own::contains).forEach(routed::add);
    compare(violations, "cluster", routed, resources, ResourceType.CLUSTER);
    compare(violations, "route table", tables, resources, ResourceType.ROUTE);
    compare(violations, "secret", secrets, resources, ResourceType.SECRET);
    return violations;
  }

  private static void compare(
      List<String> violations,
      String what,
      List<String> named,
      Resources resources,
      ResourceType type) {
    var existing = resources.of(type).keySet();
    named.stream()
        .filter(name -> !existing.contains(name))
        .forEach(name -> violations.add(what + " " + name + " is named and does not exist"));
    existing.stream()
        .filter(name -> !named.contains(name))
        .forEach(name -> violations.add(what + " " + name + " exists and is not named"));
  }
}
