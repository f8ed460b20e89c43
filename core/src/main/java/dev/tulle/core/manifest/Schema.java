package dev.tulle.core.manifest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// An OpenAPI v3 schema as Kubernetes writes them, for its own kinds and in
/// CustomResourceDefinitions. Empty collections and texts mean "not restricted".
record Schema(
    String type,
    String format,
    String reference,
    Map<String, Schema> properties,
    List<String> required,
    Optional<Schema> items,
    Optional<Schema> additional,
    Limits limits,
    boolean intOrString,
    boolean preserveUnknown,
    Optional<JsonNode> defaultValue) {

  /// What a value is bounded by.
  record Limits(
      List<String> values,
      Optional<Pattern> pattern,
      double smallest,
      double largest,
      int shortest,
      int longest) {}

  static Schema of(JsonNode json) {
    var properties = new LinkedHashMap<String, Schema>();
    json.path("properties")
        .properties()
        .forEach(property -> properties.put(property.getKey(), of(property.getValue())));
    return new Schema(
        json.path("type").asString(""),
        json.path("format").asString(""),
        json.path("$ref").asString(""),
        properties,
        texts(json.path("required")),
        child(json, "items"),
        child(json, "additionalProperties"),
        limits(json),
        json.path("x-kubernetes-int-or-string").asBoolean(false),
        json.path("x-kubernetes-preserve-unknown-fields").asBoolean(false),
        Optional.ofNullable(json.get("default")));
  }

  private static Optional<Schema> child(JsonNode json, String name) {
    var child = json.path(name);
    return child.isObject() ? Optional.of(of(child)) : Optional.empty();
  }

  private static Limits limits(JsonNode json) {
    var pattern = json.path("pattern").asString("");
    return new Limits(
        texts(json.path("enum")),
        pattern.isEmpty() ? Optional.empty() : Optional.of(Pattern.compile(pattern)),
        json.path("minimum").asDouble(Double.NEGATIVE_INFINITY),
        json.path("maximum").asDouble(Double.POSITIVE_INFINITY),
        json.path("minLength").asInt(json.path("minItems").asInt(0)),
        json.path("maxLength").asInt(json.path("maxItems").asInt(Integer.MAX_VALUE)));
  }

  private static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    array.forEach(text -> texts.add(text.asString("")));
    return List.copyOf(texts);
  }
}
