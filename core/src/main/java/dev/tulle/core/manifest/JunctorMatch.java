package dev.tulle.core.manifest;

import dev.tulle.core.cel.IpAddress;
import dev.tulle.core.manifest.YamlNode.Mapping;
import dev.tulle.core.manifest.YamlNode.Nothing;
import dev.tulle.core.manifest.YamlNode.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Whether a value is taken by the `oneOf`, `anyOf` and `not` of a schema. What stands in those
/// restricts the values of fields that the schema around them has declared, and declares none.
final class JunctorMatch {

  private JunctorMatch() {}

  static boolean holds(YamlNode node, Schema.Junctors junctors) {
    return junctors.isEmpty()
        || ((junctors.oneOf().isEmpty()
                || junctors.oneOf().stream().filter(schema -> takes(schema, node)).count() == 1)
            && (junctors.anyOf().isEmpty()
                || junctors.anyOf().stream().anyMatch(schema -> takes(schema, node)))
            && junctors.not().filter(schema -> takes(schema, node)).isEmpty());
  }

  private static boolean takes(Schema schema, YamlNode node) {
    return holds(node, schema.junctors())
        && (!(node instanceof Text(String value, _, _)) || takesText(schema, value))
        && (!(node instanceof Mapping mapping) || takesMapping(schema, mapping));
  }

  private static boolean takesText(Schema schema, String value) {
    var values = schema.limits().values();
    boolean listed = values.isEmpty() || values.contains(value);
    boolean formed =
        switch (schema.format()) {
          // as Go has them, which takes an IPv4 address mapped into IPv6 for both
          case "ipv4" -> value.indexOf('.') >= 0 && IpAddress.isOfFormat(value);
          case "ipv6" -> value.indexOf(':') >= 0 && IpAddress.isOfFormat(value);
          default -> true;
        };
    return listed && formed && schema.limits().pattern().stream().allMatch(p -> p.isIn(value));
  }

  private static boolean takesMapping(Schema schema, Mapping mapping) {
    boolean complete =
        schema.required().stream().allMatch(key -> mapping.entries().containsKey(key));
    return complete
        && schema.properties().entrySet().stream()
            .allMatch(property -> takesField(property.getValue(), mapping, property.getKey()));
  }

  private static boolean takesField(Schema schema, Mapping mapping, String key) {
    var entry = mapping.entries().get(key);
    return entry == null || entry.value() instanceof Nothing || takes(schema, entry.value());
  }

  /// The one field by which a mapping misses a form whose other fields it has: `wanted` says what
  /// it must be in that form, `others` are the fields that it has right.
  record Miss(String field, String wanted, List<String> others) {}

  static Optional<Miss> miss(YamlNode node, Schema.Junctors junctors) {
    if (!(node instanceof Mapping mapping)) {
      return Optional.empty();
    }
    return Stream.concat(junctors.oneOf().stream(), junctors.anyOf().stream())
        .flatMap(schema -> miss(mapping, schema).stream())
        .findFirst();
  }

  private static Optional<Miss> miss(Mapping mapping, Schema schema) {
    var right = new ArrayList<String>();
    var wrong = new ArrayList<String>();
    schema
        .properties()
        .forEach((key, field) -> (takesField(field, mapping, key) ? right : wrong).add(key));
    if (wrong.size() != 1 || right.isEmpty()) {
      return Optional.empty();
    }
    var wanted = Objects.requireNonNull(schema.properties().get(wrong.getFirst()));
    return Optional.of(new Miss(wrong.getFirst(), form(wanted), right));
  }

  /// What the junctors ask for, in words.
  static String forms(Schema.Junctors junctors) {
    var parts = new ArrayList<String>();
    if (!junctors.oneOf().isEmpty()) {
      parts.add(forms(junctors.oneOf(), ", or "));
    }
    if (!junctors.anyOf().isEmpty()) {
      parts.add(forms(junctors.anyOf(), " or "));
    }
    junctors.not().ifPresent(schema -> parts.add("not " + form(schema)));
    return String.join(" and ", parts);
  }

  private static String forms(List<Schema> schemas, String between) {
    return schemas.stream().map(JunctorMatch::form).collect(Collectors.joining(between));
  }

  private static String form(Schema schema) {
    var parts = new ArrayList<String>();
    if (!schema.limits().values().isEmpty()) {
      parts.add(String.join(" or ", schema.limits().values()));
    }
    schema.limits().pattern().ifPresent(pattern -> parts.add("matching " + pattern));
    if (!schema.format().isEmpty()) {
      parts.add(schema.format());
    }
    schema.properties().forEach((key, value) -> parts.add("`" + key + "` " + form(value)));
    if (!schema.junctors().isEmpty()) {
      parts.add(forms(schema.junctors()));
    }
    return String.join(" and ", parts);
  }
}
