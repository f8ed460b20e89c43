package dev.tulle.core.manifest;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.SequencedMap;

/// A node of a YAML file and where it stands; lines and columns count from 1. Aliases are the nodes
/// they name, so that one node can have several parents; there are no cycles.
sealed interface YamlNode {

  int line();

  int column();

  /// What a person calls such a value in a sentence, as in "expected text, found a number".
  String noun();

  /// The same without the value, for what nobody else may read.
  default String redacted() {
    return switch (this) {
      case Text _ -> "text";
      case Whole _, Fraction _ -> "a number";
      case Flag _ -> "a truth value";
      case Nothing _, Mapping _, Sequence _ -> noun();
    };
  }

  /// Keys in the order of the file. Of a key that stands twice the first is kept, the others are
  /// `duplicates`.
  record Mapping(
      SequencedMap<String, Entry> entries, List<Duplicate> duplicates, int line, int column)
      implements YamlNode {
    @Override
    public String noun() {
      return "a mapping (`key: value` lines)";
    }
  }

  /// A value of a mapping, and where its key stands.
  record Entry(YamlNode value, int line, int column) {}

  /// A key that stands on `line` although it stands on `firstLine` already.
  record Duplicate(String key, int line, int firstLine) {}

  record Sequence(List<YamlNode> items, int line, int column) implements YamlNode {
    @Override
    public String noun() {
      return "a list";
    }
  }

  record Text(String value, int line, int column) implements YamlNode {
    @Override
    public String noun() {
      return "the text \"" + (value.length() > 40 ? value.substring(0, 40) + "…" : value) + '"';
    }
  }

  record Whole(BigInteger value, int line, int column) implements YamlNode {
    @Override
    public String noun() {
      return "the number " + value;
    }
  }

  record Fraction(BigDecimal value, int line, int column) implements YamlNode {
    @Override
    public String noun() {
      return "the number " + value;
    }
  }

  record Flag(boolean value, int line, int column) implements YamlNode {
    @Override
    public String noun() {
      return "the truth value " + value;
    }
  }

  /// `null`, `~`, or no value at all.
  record Nothing(int line, int column) implements YamlNode {
    @Override
    public String noun() {
      return "nothing";
    }
  }
}
