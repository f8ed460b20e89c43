package dev.tulle.core.manifest;

import dev.tulle.core.manifest.YamlNode.Entry;
import dev.tulle.core.manifest.YamlNode.Mapping;
import dev.tulle.core.manifest.YamlNode.Nothing;
import dev.tulle.core.manifest.YamlNode.Sequence;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// An object of a kind that a CustomResourceDefinition defines, as an API server completes it
/// before anything is judged: a field that is `null` is not there, and one that is not there has
/// the default of its schema, in which defaults are filled in again.
///
/// What a schema only refers to (the metadata) is left as it is.
final class SchemaDefaults {

  private SchemaDefaults() {}

  private static YamlNode value(YamlNode node, Schema schema) {
    return switch (node) {
      case Mapping mapping -> fill(mapping, schema);
      case Sequence sequence -> {
        var items =
            schema.items().isEmpty()
                ? sequence.items()
                : sequence.items().stream().map(item -> item(item, schema.items().get())).toList();
        yield new Sequence(items, sequence.line(), sequence.column());
      }
      case YamlNode.Text _, YamlNode.Whole _, YamlNode.Fraction _, YamlNode.Flag _, Nothing _ ->
          node;
    };
  }

  private static YamlNode item(YamlNode item, Schema schema) {
    return value(item instanceof Nothing ? schema.defaultValue().orElse(item) : item, schema);
  }

  static Mapping fill(Mapping mapping, Schema schema) {
    var entries = new LinkedHashMap<String, Entry>();
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              var field = field(schema, key);
              if (field == null) {
                entries.put(key, entry);
              } else if (!(entry.value() instanceof Nothing)) {
                var value = value(entry.value(), field);
                entries.put(key, new Entry(value, entry.line(), entry.column()));
              }
            });
    schema
        .properties()
        .forEach(
            (key, property) -> {
              if (property.defaultValue().isPresent() && !entries.containsKey(key)) {
                var value = value(property.defaultValue().get(), property);
                entries.put(key, new Entry(value, mapping.line(), mapping.column()));
              }
            });
    return new Mapping(entries, mapping.duplicates(), mapping.line(), mapping.column());
  }

  private static @Nullable Schema field(Schema schema, String key) {
    var property = schema.properties().get(key);
    return property == null ? schema.additional().orElse(null) : property;
  }
}
