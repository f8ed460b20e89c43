package dev.tulle.cli.proxy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What an Envoy does with the requests of one route table that match a host and a path. Within a
/// host the first row that matches counts. `resource` is Envoy's name of the table.
public record RouteRow(
    String table, List<String> hosts, String path, String to, Origin origin, String resource) {

  public RouteRow {
    hosts = List.copyOf(hosts);
  }

  /// Tables by name, those that are built in last; within a table the order in which Envoy looks.
  public static List<RouteRow> of(ConfigDump dump, KnownNames known) {
    return dump.routeTables()
        .flatMap(table -> rows(table, known))
        .sorted(
            Comparator.comparing((RouteRow row) -> row.origin().equals(Origin.BUILT_IN))
                .thenComparing(RouteRow::table))
        .toList();
  }

  private static Stream<RouteRow> rows(JsonNode table, KnownNames known) {
    var name = table.path("name").asString("");
    var ofTable = known.origin(table, name);
    return ConfigDump.elements(table.path("virtual_hosts"))
        .flatMap(
            host -> {
              var ofHost = known.origin(host, ofTable);
              return ConfigDump.elements(host.path("routes"))
                  .map(
                      route ->
                          new RouteRow(
                              known.shown(name),
                              ConfigDump.texts(host.path("domains")),
                              path(route.path("match")),
                              to(route, known),
                              known.origin(route, ofHost),
                              name));
            });
  }

  /// A star stands for anything; `/a/*` also matches `/a` itself.
  private static String path(JsonNode match) {
    var text = new StringBuilder();
    if (match.has("path")) {
      text.append(match.path("path").asString());
    } else if (match.has("path_separated_prefix")) {
      text.append(match.path("path_separated_prefix").asString()).append("/*");
    } else if (match.has("safe_regex")) {
      text.append('~').append(match.path("safe_regex").path("regex").asString(""));
    } else {
      text.append(match.path("prefix").asString("")).append('*');
    }
    Stream.of("headers", "query_parameters")
        .flatMap(key -> ConfigDump.elements(match.path(key)))
        .forEach(each -> text.append(" with ").append(each.path("name").asString("")));
    return text.toString();
  }

  private static String to(JsonNode route, KnownNames known) {
    if (route.has("direct_response")) {
      return "answers " + route.path("direct_response").path("status").asInt();
    }
    if (route.has("redirect")) {
      return redirect(route.path("redirect"));
    }
    return route.has("route") ? clusters(route.path("route"), known) : "nothing";
  }

  private static String redirect(JsonNode redirect) {
    var parts = new ArrayList<String>();
    parts.add(redirect.path("https_redirect").asBoolean(false) ? "https" : "");
    Stream.of("scheme_redirect", "host_redirect", "path_redirect", "prefix_rewrite")
        .forEach(key -> parts.add(redirect.path(key).asString("")));
    return parts.stream()
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" ", "redirects to ", ""));
  }

  /// The cluster that an action names, or several with their shares.
  static String clusters(JsonNode action, KnownNames known) {
    if (action.has("cluster_header")) {
      return "what was dialled";
    }
    if (!action.has("weighted_clusters")) {
      return known.shown(action.path("cluster").asString(""));
    }
    var all = ConfigDump.elements(action.path("weighted_clusters").path("clusters")).toList();
    long total = all.stream().mapToLong(RouteRow::weight).sum();
    return all.stream()
        .map(
            each ->
                "%s %d%%"
                    .formatted(
                        known.shown(each.path("name").asString("")),
                        Math.round(100.0 * weight(each) / Math.max(1, total))))
        .collect(Collectors.joining(", "));
  }

  private static long weight(JsonNode cluster) {
    return cluster.path("weight").asLong(0);
  }
}
