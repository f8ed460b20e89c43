package dev.tulle.cli.proxy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What an Envoy does with the connections of one listener that match: where they are made to, what
/// is spoken, what becomes of them. `resource` is Envoy's name of it; `match` is empty where all
/// connections do.
public record ListenerRow(
    String name,
    List<String> addresses,
    String protocol,
    String match,
    String to,
    String state,
    Origin origin,
    String resource) {

  public ListenerRow {
    addresses = List.copyOf(addresses);
  }

  /// Those of the folder before those that are built in, each by name.
  public static List<ListenerRow> of(ConfigDump dump, KnownNames known) {
    var dialled = dump.clusterOrigins(known);
    return dump.listeners()
        .flatMap(held -> rows(held, known, dialled))
        .distinct()
        .sorted(
            Comparator.comparing((ListenerRow row) -> row.origin().equals(Origin.BUILT_IN))
                .thenComparing(ListenerRow::name))
        .toList();
  }

  /// `dialled` has the clusters that are found by what was dialled.
  private static Stream<ListenerRow> rows(
      ConfigDump.Held held, KnownNames known, Map<String, Origin> dialled) {
    var listener = held.resource();
    var matched = MatchedChain.of(listener).toList();
    var chains = ConfigDump.elements(listener.path("filter_chains"));
    var otherwise = Stream.of(listener.path("default_filter_chain")).filter(JsonNode::isObject);
    return Stream.concat(
        matched.isEmpty()
            ? chains.map(chain -> row(held, chain, known))
            : chains.flatMap(
                chain ->
                    matched.stream()
                        .filter(it -> it.chain().equals(chain.path("name").asString("")))
                        .map(it -> matched(held, chain, it, known, dialled))),
        otherwise.map(chain -> row(held, chain, known)));
  }

  private static ListenerRow row(ConfigDump.Held held, JsonNode chain, KnownNames known) {
    var listener = held.resource();
    return new ListenerRow(
        known.shown(held.name()),
        addresses(listener),
        protocol(chain),
        match(chain.path("filter_chain_match")),
        to(last(chain), known),
        held.state(),
        known.origin(chain, known.origin(listener, held.name())),
        held.name());
  }

  /// The same for those connections alone.
  private static ListenerRow matched(
      ConfigDump.Held held,
      JsonNode chain,
      MatchedChain matched,
      KnownNames known,
      Map<String, Origin> dialled) {
    var row = row(held, chain, known);
    var address = matched.dialled();
    if (matched.address().isEmpty()) {
      return new ListenerRow(
          row.name,
          row.addresses,
          row.protocol,
          address,
          row.to,
          row.state,
          row.origin,
          row.resource);
    }
    return new ListenerRow(
        known.shown(address),
        List.of(address),
        row.protocol,
        row.match,
        isSentAsDialled(chain) ? "cluster " + known.shown(address) : row.to,
        row.state,
        dialled.getOrDefault(address, row.origin),
        row.resource);
  }

  /// Whether the cluster is the one that has what is dialled as its name.
  private static boolean isSentAsDialled(JsonNode chain) {
    return ConfigDump.elements(chain.path("filters"))
        .anyMatch(filter -> is(filter.path("typed_config"), "set_filter_state.v3.Config"));
  }

  private static List<String> addresses(JsonNode listener) {
    var more =
        ConfigDump.elements(listener.path("additional_addresses")).map(it -> it.path("address"));
    return Stream.concat(Stream.of(listener.path("address")), more)
        .map(ConfigDump::address)
        .toList();
  }

  private static String protocol(JsonNode chain) {
    boolean http = is(last(chain), "HttpConnectionManager");
    boolean tls = chain.path("transport_socket").isObject();
    return http ? (tls ? "HTTPS" : "HTTP") : (tls ? "TLS" : "TCP");
  }

  private static String match(JsonNode match) {
    var parts = new ArrayList<String>();
    if (match.has("destination_port")) {
      parts.add("port " + match.path("destination_port").asInt());
    }
    var ranges =
        ConfigDump.elements(match.path("prefix_ranges"))
            .map(it -> it.path("address_prefix").asString("") + "/" + it.path("prefix_len").asInt())
            .toList();
    Stream.of(
            ranges,
            ConfigDump.texts(match.path("server_names")),
            ConfigDump.texts(match.path("application_protocols")))
        .filter(texts -> !texts.isEmpty())
        .forEach(texts -> parts.add(String.join(",", texts)));
    if (match.has("transport_protocol")) {
      parts.add(match.path("transport_protocol").asString(""));
    }
    return String.join(" ", parts);
  }

  /// The filter that decides what becomes of a connection.
  private static JsonNode last(JsonNode chain) {
    var filters = chain.path("filters");
    return filters.path(filters.size() - 1).path("typed_config");
  }

  private static String to(JsonNode filter, KnownNames known) {
    if (is(filter, "HttpConnectionManager")) {
      var table =
          filter.has("rds")
              ? filter.path("rds").path("route_config_name")
              : filter.path("route_config").path("name");
      return "routes " + known.shown(table.asString(""));
    }
    if (is(filter, "TcpProxy")) {
      return "cluster " + RouteRow.clusters(filter, known);
    }
    return is(filter, "direct_response.v3.Config") || filter.isMissingNode()
        ? "closed"
        : filter.path("@type").asString("");
  }

  private static boolean is(JsonNode filter, String type) {
    return filter.path("@type").asString("").endsWith("." + type);
  }
}
