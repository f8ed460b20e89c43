package dev.tulle.server.status;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// What the proxies that are connected to one replica have acknowledged: by gateway how many they
/// are and the version of it that all of them have, and by object what Envoy says of it where it
/// refuses it. As a text, it is what one replica tells another.
record Acknowledged(Map<String, OfGateway> gateways, Map<String, String> refused) {

  /// `version` is empty until all `proxies` have one.
  record OfGateway(int proxies, String version) {}

  static final Acknowledged NOTHING = new Acknowledged(Map.of(), Map.of());

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int BRIEF = 300;

  Acknowledged {
    gateways = Map.copyOf(gateways);
    refused = Map.copyOf(refused);
  }

  String text() {
    var text = JsonNodeFactory.instance.objectNode();
    new TreeMap<>(gateways)
        .forEach(
            (name, each) ->
                text.withObject("/gateways")
                    .putObject(name)
                    .put("proxies", each.proxies())
                    .put("version", each.version()));
    new TreeMap<>(refused)
        .forEach(
            (name, words) ->
                text.withObject("/refused")
                    .put(name, words.substring(0, Math.min(BRIEF, words.length()))));
    return text.toString();
  }

  /// Nothing of a text that cannot be read, as of another release.
  static Acknowledged of(String text) {
    try {
      var json = JSON.readTree(text);
      var gateways = new TreeMap<String, OfGateway>();
      json.path("gateways").forEachEntry((name, each) -> gateways.put(name, gateway(each)));
      var refused = new TreeMap<String, String>();
      json.path("refused").forEachEntry((name, words) -> refused.put(name, words.asString("")));
      return new Acknowledged(gateways, refused);
    } catch (JacksonException _) {
      return NOTHING;
    }
  }

  private static OfGateway gateway(JsonNode each) {
    return new OfGateway(each.path("proxies").asInt(0), each.path("version").asString(""));
  }
}
