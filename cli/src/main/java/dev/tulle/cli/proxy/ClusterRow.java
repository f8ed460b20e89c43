package dev.tulle.cli.proxy;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// A destination as an Envoy knows it: how its endpoints are found and chosen, and how many there
/// are. `kind` is Envoy's word for where they come from.
public record ClusterRow(
    String name,
    String kind,
    String balancing,
    int healthy,
    int endpoints,
    String state,
    Origin origin,
    String resource) {

  /// Those of the folder before those that are built in, each by name.
  public static List<ClusterRow> of(
      ConfigDump dump, List<EndpointRow> endpoints, KnownNames known) {
    return dump.clusters()
        .map(
            held -> {
              var own = endpoints.stream().filter(it -> it.resource().equals(held.name())).toList();
              return new ClusterRow(
                  known.shown(held.name()),
                  kind(held.resource()),
                  balancing(held.resource()),
                  (int) own.stream().filter(EndpointRow::healthy).count(),
                  own.size(),
                  held.state(),
                  known.origin(held.resource(), held.name()),
                  held.name());
            })
        .sorted(
            Comparator.comparing((ClusterRow row) -> row.origin().equals(Origin.BUILT_IN))
                .thenComparing(ClusterRow::name))
        .toList();
  }

  /// Envoy leaves out what is the default.
  private static String kind(JsonNode cluster) {
    return cluster.has("cluster_type")
        ? cluster.path("cluster_type").path("name").asString("")
        : cluster.path("type").asString("STATIC");
  }

  private static String balancing(JsonNode cluster) {
    return Stream.of(cluster.path("load_balancing_policy").path("policies").path(0))
        .map(policy -> policy.path("typed_extension_config").path("name").asString(""))
        .filter(name -> !name.isEmpty())
        .map(name -> name.substring(name.lastIndexOf('.') + 1))
        .findFirst()
        .map(ConfigDump::words)
        .orElse(ConfigDump.words(cluster.path("lb_policy").asString("ROUND_ROBIN")));
  }
}
