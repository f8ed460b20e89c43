package dev.tulle.cli.proxy;

import dev.tulle.cli.local.proxy.AdminSocket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// An address that an Envoy sends to, and what came of it since it was learnt. `pod` is empty where
/// no pod of the folder has the address; `priority` 0 is used first.
public record EndpointRow(
    String cluster,
    String address,
    String pod,
    String health,
    boolean healthy,
    String zone,
    int priority,
    int weight,
    Traffic traffic,
    Origin origin,
    String resource) {

  /// What is under way, and what was. A connection that fails never came about; a request that
  /// fails was answered with 5xx, or not at all.
  public record Traffic(
      long connections,
      long requests,
      long connectionsInAll,
      long requestsInAll,
      long failedConnections,
      long failedRequests) {}

  private static final String HEALTHY = "HEALTHY";

  public static JsonNode ask(AdminSocket admin) throws IOException {
    return admin.json("/clusters?format=json");
  }

  /// By cluster, those that are built in last. What a cluster comes from is in `dump`.
  public static List<EndpointRow> of(JsonNode clusters, ConfigDump dump, KnownNames known) {
    var origins = dump.clusterOrigins(known);
    return ConfigDump.elements(clusters.path("cluster_statuses"))
        .flatMap(cluster -> rows(cluster, origins, known))
        .sorted(
            Comparator.comparing((EndpointRow row) -> row.origin().equals(Origin.BUILT_IN))
                .thenComparing(EndpointRow::cluster)
                .thenComparingInt(EndpointRow::priority))
        .toList();
  }

  private static Stream<EndpointRow> rows(
      JsonNode cluster, Map<String, Origin> origins, KnownNames known) {
    var name = cluster.path("name").asString("");
    return ConfigDump.elements(cluster.path("host_statuses"))
        .map(
            host -> {
              var health = health(host.path("health_status"));
              var address = host.path("address");
              return new EndpointRow(
                  known.shown(name),
                  ConfigDump.address(address),
                  known.pod(address.path("socket_address").path("address").asString("")),
                  health,
                  health.equals(ConfigDump.words(HEALTHY)),
                  host.path("locality").path("zone").asString(""),
                  host.path("priority").asInt(0),
                  host.path("weight").asInt(0),
                  traffic(host.path("stats")),
                  origins.getOrDefault(name, Origin.BUILT_IN),
                  name);
            });
  }

  /// What the control plane says of it, and what Envoy itself has found out.
  private static String health(JsonNode status) {
    var words = new ArrayList<String>();
    var told = ConfigDump.words(status.path("eds_health_status").asString(HEALTHY));
    status
        .properties()
        .forEach(
            each -> {
              if (each.getValue().isBoolean() && each.getValue().asBoolean()) {
                words.add(ConfigDump.words(each.getKey()));
              }
            });
    if (words.isEmpty() || !told.equals(ConfigDump.words(HEALTHY))) {
      words.addFirst(told);
    }
    return String.join(", ", words);
  }

  private static Traffic traffic(JsonNode stats) {
    var values =
        ConfigDump.elements(stats)
            .collect(
                Collectors.toMap(
                    each -> each.path("name").asString(""),
                    each -> each.path("value").asLong(0),
                    Long::sum));
    return new Traffic(
        values.getOrDefault("cx_active", 0L),
        values.getOrDefault("rq_active", 0L),
        values.getOrDefault("cx_total", 0L),
        values.getOrDefault("rq_total", 0L),
        values.getOrDefault("cx_connect_fail", 0L),
        values.getOrDefault("rq_error", 0L));
  }
}
