package dev.tulle.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What `translate` prints is what an Envoy takes.
@EndToEnd
class TranslateTest {

  private static final JsonMapper JSON = JsonMapper.shared();

  @Test
  void envoyAcceptsTheTranslation() throws Exception {
    try (var folder = Folder.copyOf("hello");
        var tulle = Tulle.on(folder)) {
      var json = tulle.run("translate", folder.path().toString(), "-o", "json");
      assertThat(json.exit()).as(json.err()).isZero();
      var yaml = tulle.run("translate", folder.path().toString(), "--proxy", "ingress");
      assertThat(yaml.exit()).as(yaml.err()).isZero();
      assertThat(yaml.out()).startsWith("ingress:").contains("service/default/my-service/80");

      var file = folder.path().resolve("envoy.json");
      Files.writeString(file, standingAlone(JSON.readTree(json.out()).path("ingress")));
      var envoy = tulle.run("fetch").out().strip();
      var process =
          new ProcessBuilder(envoy, "--mode", "validate", "--config-path", file.toString())
              .redirectErrorStream(true)
              .start();
      var said = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor()).as(said).isZero();
      assertThat(said).contains("OK");
    }
  }

  /// The same configuration in one file: what comes by xDS otherwise is put where it is referred
  // to.
  private static String standingAlone(JsonNode config) {
    var routes = byName(config.path("routes"), "name");
    var endpoints = byName(config.path("endpoints"), "cluster_name");
    config.path("listeners").findParents("rds").forEach(it -> inline((ObjectNode) it, routes));
    for (var each : config.path("clusters")) {
      var cluster = (ObjectNode) each;
      cluster.put("type", "STATIC").remove("eds_cluster_config");
      cluster.set("load_assignment", endpoints.get(cluster.path("name").asString()));
    }
    var bootstrap = JSON.createObjectNode();
    var resources = bootstrap.putObject("static_resources");
    resources.set("listeners", config.path("listeners"));
    resources.set("clusters", config.path("clusters"));
    return JSON.writeValueAsString(bootstrap);
  }

  private static void inline(ObjectNode manager, Map<String, JsonNode> routes) {
    var name = manager.path("rds").path("route_config_name").asString();
    manager.remove("rds");
    manager.set("route_config", routes.get(name));
  }

  private static Map<String, JsonNode> byName(JsonNode all, String field) {
    var found = new HashMap<String, JsonNode>();
    all.forEach(it -> found.put(it.path(field).asString(), it));
    return found;
  }
}
