package dev.tulle.cli.proxy;

import dev.tulle.cli.local.proxy.AdminSocket;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// All configuration that an Envoy has, as its `/config_dump` tells it.
public record ConfigDump(JsonNode json) {

  /// A resource with what it is at: `active`, `warming` before it is used, `draining` after.
  record Held(JsonNode resource, String state) {

    static final String ACTIVE = "active";

    String name() {
      return resource.path("name").asString("");
    }
  }

  public static ConfigDump of(AdminSocket admin) throws IOException {
    return new ConfigDump(admin.json("/config_dump"));
  }

  /// A listener that is being replaced is there in two states.
  Stream<Held> listeners() {
    var dump = part("ListenersConfigDump");
    return Stream.concat(
        elements(dump.path("static_listeners"))
            .map(each -> new Held(each.path("listener"), Held.ACTIVE)),
        elements(dump.path("dynamic_listeners"))
            .flatMap(
                each ->
                    Stream.of(Held.ACTIVE, "warming", "draining")
                        .flatMap(state -> held(each, state).stream())));
  }

  private static Optional<Held> held(JsonNode listener, String state) {
    var resource = listener.path(state + "_state").path("listener");
    return resource.isObject() ? Optional.of(new Held(resource, state)) : Optional.empty();
  }

  Stream<Held> clusters() {
    var dump = part("ClustersConfigDump");
    return Stream.of("static_clusters", "dynamic_active_clusters", "dynamic_warming_clusters")
        .flatMap(
            key ->
                elements(dump.path(key))
                    .map(
                        each ->
                            new Held(
                                each.path("cluster"),
                                key.contains("warming") ? "warming" : Held.ACTIVE)));
  }

  /// What each cluster comes from, by its name.
  Map<String, Origin> clusterOrigins(KnownNames known) {
    return clusters()
        .collect(
            Collectors.toMap(
                Held::name,
                held -> known.origin(held.resource(), held.name()),
                (one, other) -> one));
  }

  /// Also those that stand inside a listener.
  Stream<JsonNode> routeTables() {
    var dump = part("RoutesConfigDump");
    return Stream.of("static_route_configs", "dynamic_route_configs")
        .flatMap(key -> elements(dump.path(key)))
        .map(each -> each.path("route_config"));
  }

  private JsonNode part(String type) {
    return elements(json.path("configs"))
        .filter(each -> each.path("@type").asString("").endsWith("." + type))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  /// `10.96.0.1:80`, `[fd00::1]:80`, or the path of a Unix socket.
  static String address(JsonNode address) {
    var socket = address.path("socket_address");
    if (!socket.isObject()) {
      return address.path("pipe").path("path").asString("");
    }
    return address(
        socket.path("address").asString(""), Integer.toString(socket.path("port_value").asInt(0)));
  }

  static String address(String host, String port) {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /// An enum's value in words: `least request`.
  static String words(String value) {
    return value.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /// The texts of an array.
  static List<String> texts(JsonNode array) {
    return elements(array).map(each -> each.asString("")).toList();
  }
}
