package dev.tulle.core.manifest;

import dev.tulle.core.cel.Value;
import java.util.LinkedHashMap;

/// What a node says, wherever it stands.
final class NodeValue {

  private NodeValue() {}

  static Value of(YamlNode node) {
    return switch (node) {
      case YamlNode.Text text -> new Value.Text(text.value());
      case YamlNode.Whole whole ->
          whole.value().bitLength() > 63
              ? new Value.Wrong("integer overflow")
              : new Value.Whole(whole.value().longValue());
      case YamlNode.Fraction fraction -> new Value.Fraction(fraction.value().doubleValue());
      case YamlNode.Flag flag -> Value.of(flag.value());
      case YamlNode.Nothing _ -> new Value.Nothing();
      case YamlNode.Sequence sequence ->
          new Value.Items(sequence.items().stream().map(NodeValue::of).toList());
      case YamlNode.Mapping mapping -> {
        var fields = new LinkedHashMap<String, Value>();
        mapping.entries().forEach((key, entry) -> fields.put(key, of(entry.value())));
        yield new Value.Fields(fields);
      }
    };
  }
}
