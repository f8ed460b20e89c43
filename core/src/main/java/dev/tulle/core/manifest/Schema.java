package dev.tulle.core.manifest;

import dev.tulle.core.manifest.YamlNode.Flag;
import dev.tulle.core.manifest.YamlNode.Fraction;
import dev.tulle.core.manifest.YamlNode.Mapping;
import dev.tulle.core.manifest.YamlNode.Sequence;
import dev.tulle.core.manifest.YamlNode.Text;
import dev.tulle.core.manifest.YamlNode.Whole;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

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
    Optional<YamlNode> defaultValue) {

  /// What a value is bounded by.
  record Limits(
      List<String> values,
      Optional<Pattern> pattern,
      double smallest,
      double largest,
      int shortest,
      int longest) {}

  static Schema of(Mapping source) {
    var properties = new LinkedHashMap<String, Schema>();
    if (child(source, "properties") instanceof Mapping all) {
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
            : Optional.empty());
  }

  private static Limits limits(Mapping source) {
    var pattern = text(source, "pattern");
    return new Limits(
        texts(source, "enum"),
        pattern.isEmpty() ? Optional.empty() : Optional.of(Pattern.compile(pattern)),
        number(source, "minimum", Double.NEGATIVE_INFINITY),
        number(source, "maximum", Double.POSITIVE_INFINITY),
        (int) number(source, "minLength", number(source, "minItems", 0)),
        (int) number(source, "maxLength", number(source, "maxItems", Integer.MAX_VALUE)));
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
        ? sequence.items().stream()
            .map(item -> item instanceof Text text ? text.value() : "")
            .toList()
        : List.of();
  }
}
