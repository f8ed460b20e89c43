package dev.tulle.core.manifest;

import dev.tulle.core.manifest.YamlNode.Flag;
import dev.tulle.core.manifest.YamlNode.Fraction;
import dev.tulle.core.manifest.YamlNode.Mapping;
import dev.tulle.core.manifest.YamlNode.Sequence;
import dev.tulle.core.manifest.YamlNode.Text;
import dev.tulle.core.manifest.YamlNode.Whole;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
    Optional<YamlNode> defaultValue,
    Uniqueness uniqueness,
    Junctors junctors,
    List<Rule> rules) {

  /// What a value is bounded by.
  record Limits(
      List<String> values,
      Optional<TextPattern> pattern,
      double smallest,
      double largest,
      int shortest,
      int longest) {}

  /// What no two items of a list may share: nothing, all of it (a set), or the values of some keys
  /// (a map).
  record Uniqueness(boolean set, List<String> keys) {}

  /// Schemas of which exactly one, or at least one, must take a value, or that must not take it.
  record Junctors(List<Schema> oneOf, List<Schema> anyOf, Optional<Schema> not) {

    boolean isEmpty() {
      return oneOf.isEmpty() && anyOf.isEmpty() && not.isEmpty();
    }
  }

  static Schema of(Mapping source) {
    var properties = new LinkedHashMap<String, Schema>();
    if (source.entries().containsKey("properties")
        && child(source, "properties") instanceof Mapping all) {
      all.entries()
          .forEach(
              (name, entry) -> {
                if (entry.value() instanceof Mapping property) {
                  properties.put(name, of(property));
                }
              });
    }
    return new Schema(
        text(source, "type"),
        text(source, "format"),
        text(source, "$ref"),
        properties,
        texts(source, "required"),
        schema(source, "items"),
        schema(source, "additionalProperties"),
        limits(source),
        flag(source, "x-kubernetes-int-or-string"),
        flag(source, "x-kubernetes-preserve-unknown-fields"),
        source.entries().containsKey("default")
            ? Optional.of(child(source, "default"))
            : Optional.empty(),
        new Uniqueness(
            text(source, "x-kubernetes-list-type").equals("set"),
            texts(source, "x-kubernetes-list-map-keys")),
        new Junctors(schemas(source, "oneOf"), schemas(source, "anyOf"), schema(source, "not")),
        mappings(source, "x-kubernetes-validations").stream()
            .map(rule -> new Rule(text(rule, "rule"), text(rule, "message")))
            .toList());
  }

  private static Limits limits(Mapping source) {
    var pattern = text(source, "pattern");
    return new Limits(
        texts(source, "enum"),
        pattern.isEmpty() ? Optional.empty() : Optional.of(new TextPattern(pattern)),
        number(source, "minimum", Double.NEGATIVE_INFINITY),
        number(source, "maximum", Double.POSITIVE_INFINITY),
        (int) length(source, 0, "minLength", "minItems", "minProperties"),
        (int) length(source, Integer.MAX_VALUE, "maxLength", "maxItems", "maxProperties"));
  }

  /// How long a text, a list or a mapping is to be, whichever of them the schema is of.
  private static double length(Mapping source, double standard, String... keys) {
    return Arrays.stream(keys)
        .mapToDouble(key -> number(source, key, standard))
        .filter(length -> length != standard)
        .findFirst()
        .orElse(standard);
  }

  /// The value of a key, or `source` itself, which is none of those that are looked for.
  private static YamlNode child(Mapping source, String key) {
    var entry = source.entries().get(key);
    return entry == null ? source : entry.value();
  }

  private static Optional<Schema> schema(Mapping source, String key) {
    return source.entries().containsKey(key) && child(source, key) instanceof Mapping child
        ? Optional.of(of(child))
        : Optional.empty();
  }

  private static List<Schema> schemas(Mapping source, String key) {
    return mappings(source, key).stream().map(Schema::of).toList();
  }

  private static List<Mapping> mappings(Mapping source, String key) {
    return child(source, key) instanceof Sequence sequence
        ? sequence.items().stream().flatMap(Schema::mapping).toList()
        : List.of();
  }

  private static Stream<Mapping> mapping(YamlNode node) {
    return node instanceof Mapping mapping ? Stream.of(mapping) : Stream.empty();
  }

  private static String text(Mapping source, String key) {
    return child(source, key) instanceof Text text ? text.value() : "";
  }

  private static boolean flag(Mapping source, String key) {
    return child(source, key) instanceof Flag flag && flag.value();
  }

  private static double number(Mapping source, String key, double standard) {
    return switch (child(source, key)) {
      case Whole whole -> whole.value().doubleValue();
      case Fraction fraction -> fraction.value().doubleValue();
      case Text _, Flag _, YamlNode.Nothing _, Mapping _, Sequence _ -> standard;
    };
  }

  private static List<String> texts(Mapping source, String key) {
    return child(source, key) instanceof Sequence sequence
        ? sequence.items().stream().map(Schema::written).toList()
        : List.of();
  }

  /// A value of an enumeration as text.
  private static String written(YamlNode value) {
    return switch (value) {
      case Text text -> text.value();
      case Whole whole -> whole.value().toString();
      case Fraction _, Flag _, YamlNode.Nothing _, Mapping _, Sequence _ -> "";
    };
  }
}
