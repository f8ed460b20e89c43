package dev.tulle.core.cases;

import dev.tulle.core.xds.Printer;
import dev.tulle.core.xds.Resource;
import dev.tulle.core.xds.ResourceType;
import dev.tulle.core.xds.Resources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/// A bootstrap that holds the resources of many cases as static ones, so that one run of Envoy
/// checks them all: what is named is put in the place of its name, and names and ports differ by
/// case.
final class StaticConfiguration {

  private static final int FIRST_PORT = 10_000;
  /// Those that differ by case: of resources, and of clusters that are found by what was dialled.
  private static final Pattern NAME =
      Pattern.compile(
          "(service|secret|gateway|trust)/.*|inbound|outbound|passthrough"
              + "|(\\d+(\\.\\d+){3}|\\[.*]):\\d+");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final List<Object> listeners = new ArrayList<>();
  private final List<Object> clusters = new ArrayList<>();
  private final List<Object> secrets = new ArrayList<>();
  private int nextPort = FIRST_PORT;

  void add(Resources resources) {
    var prefix = "n" + nextPort + "/";
    for (var listener : resources.of(ResourceType.LISTENER).values()) {
      var tree = tree(listener);
      socket(tree).put("port_value", nextPort++);
      listeners.add(inlined(tree, prefix, resources));
    }
    for (var cluster : resources.of(ResourceType.CLUSTER).values()) {
      var tree = tree(cluster);
      if (tree.remove("eds_cluster_config") instanceof Map<?, ?> discovered) {
        var endpoints = Objects.requireNonNullElse(discovered.get("service_name"), cluster.name());
        tree.put("type", "STATIC");
        tree.put("load_assignment", named(resources, ResourceType.ENDPOINT, endpoints));
      }
      clusters.add(inlined(tree, prefix, resources));
    }
    for (var secret : resources.of(ResourceType.SECRET).values()) {
      secrets.add(inlined(tree(secret), prefix, resources));
    }
  }

  String json() {
    return JSON.writeValueAsString(
        Map.of(
            "static_resources",
            Map.of("listeners", listeners, "clusters", clusters, "secrets", secrets)));
  }

  private static Map<String, Object> named(Resources resources, ResourceType type, Object name) {
    return tree(Objects.requireNonNull(resources.of(type).get(name), () -> type + " " + name));
  }

  @SuppressWarnings("unchecked") // a message is an object in JSON
  private static Map<String, Object> tree(Resource resource) {
    var message = Printer.message(resource);
    return (Map<String, Object>) JSON.readValue(Printer.json(message), Map.class);
  }

  @SuppressWarnings("unchecked") // a listener's address is a socket address
  private static Map<String, Object> socket(Map<String, Object> listener) {
    var address = (Map<String, Object>) Objects.requireNonNull(listener.get("address"));
    return (Map<String, Object>) Objects.requireNonNull(address.get("socket_address"));
  }

  private static Object inlined(Object node, String prefix, Resources resources) {
    return switch (node) {
      case Map<?, ?> map -> {
        var out = new LinkedHashMap<String, Object>();
        map.forEach((key, value) -> put(out, key.toString(), value, prefix, resources));
        yield out;
      }
      case List<?> list -> list.stream().map(item -> inlined(item, prefix, resources)).toList();
      case String text -> NAME.matcher(text).matches() ? prefix + text : text;
      default -> node;
    };
  }

  private static void put(
      Map<String, Object> out, String key, Object value, String prefix, Resources resources) {
    switch (key) {
      case "sds_config" -> {}
      case "rds" -> {
        var name = Objects.requireNonNull(((Map<?, ?>) value).get("route_config_name"));
        var table = named(resources, ResourceType.ROUTE, name);
        // as it is over RDS
        table.put("validate_clusters", false);
        out.put("route_config", inlined(table, prefix, resources));
      }
      default -> out.put(key, inlined(value, prefix, resources));
    }
  }
}
