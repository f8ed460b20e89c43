package dev.tulle.core.manifest;

import dev.tulle.core.manifest.YamlNode.Flag;
import dev.tulle.core.manifest.YamlNode.Fraction;
import dev.tulle.core.manifest.YamlNode.Mapping;
import dev.tulle.core.manifest.YamlNode.Nothing;
import dev.tulle.core.manifest.YamlNode.Sequence;
import dev.tulle.core.manifest.YamlNode.Text;
import dev.tulle.core.manifest.YamlNode.Whole;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes objects of Kubernetes' model from nodes that agree with their schema, with the defaults of
/// the schema. What only a server writes (`status`, `uid` and the like) is left out.
final class Binding {

  private static final Set<String> WRITTEN_BY_SERVERS =
      Set.of(
          "creationTimestamp",
          "deletionGracePeriodSeconds",
          "deletionTimestamp",
          "generation",
          "managedFields",
          "resourceVersion",
          "selfLink",
          "uid");

  private final JsonMapper json;
  private final Schemas schemas;
  private final JsonNodeFactory make = JsonNodeFactory.instance;

  Binding(JsonMapper json, Schemas schemas) {
    this.json = json;
    this.schemas = schemas;
  }

  <T extends HasMetadata> T bind(YamlNode root, Schema schema, Class<T> type) {
    var tree = json(root, schema);
    if (tree instanceof ObjectNode object) {
      object.remove("status");
      if (object.get("metadata") instanceof ObjectNode metadata) {
        metadata.remove(WRITTEN_BY_SERVERS);
      }
    }
    return json.treeToValue(tree, type);
  }

  JsonNode json(YamlNode node, Schema referring) {
    var schema = schemas.resolved(referring);
    return switch (node) {
      case Text text -> make.stringNode(text.value());
      case Whole whole -> number(whole.value());
      case Fraction fraction -> make.numberNode(fraction.value());
      case Flag flag -> make.booleanNode(flag.value());
      case Nothing _ -> make.nullNode();
      case Sequence sequence -> {
        var array = make.arrayNode();
        var items = schema.items().orElse(schema);
        sequence.items().forEach(item -> array.add(json(item, items)));
        yield array;
      }
      case Mapping mapping -> object(mapping, schema);
    };
  }

  /// In the narrowest type, since the model's types for an int or a text take nothing wider.
  private JsonNode number(BigInteger value) {
    if (value.bitLength() < 32) {
      return make.numberNode(value.intValue());
    }
    return value.bitLength() < 64 ? make.numberNode(value.longValue()) : make.numberNode(value);
  }

  private ObjectNode object(Mapping mapping, Schema schema) {
    var object = make.objectNode();
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              var field =
                  Optional.ofNullable(schema.properties().get(key))
                      .or(schema::additional)
                      .orElse(schema);
              if (!(entry.value() instanceof Nothing)) {
                object.set(key, json(entry.value(), field));
              } else if (schema.additional().filter(s -> s.type().equals("string")).isPresent()) {
                object.put(key, "");
              }
            });
    schema
        .properties()
        .forEach(
            (key, field) ->
                field
                    .defaultValue()
                    .filter(value -> !object.has(key))
                    .ifPresent(value -> object.set(key, value)));
    return object;
  }
}
