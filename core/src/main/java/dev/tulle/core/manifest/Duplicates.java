package dev.tulle.core.manifest;

import dev.tulle.core.cel.Value;
import dev.tulle.core.manifest.YamlNode.Mapping;
import dev.tulle.core.manifest.YamlNode.Sequence;
import java.util.HashMap;
import java.util.List;

/// Finds the items of a list that stand in it twice although they may not.
final class Duplicates {

  private final Report report;

  Duplicates(Report report) {
    this.report = report;
  }

  boolean none(Sequence sequence, Schema.Uniqueness uniqueness, String path) {
    if (!uniqueness.set() && uniqueness.keys().isEmpty()) {
      return true;
    }
    boolean none = true;
    var first = new HashMap<Object, Integer>();
    for (int i = 0; i < sequence.items().size(); i++) {
      var item = sequence.items().get(i);
      var content = NodeValue.of(item);
      var key =
          !uniqueness.set() && item instanceof Mapping mapping
              ? keys(mapping, uniqueness.keys())
              : content;
      var earlier = first.putIfAbsent(key, i);
      if (earlier != null) {
        none = false;
        report.error(
            path + "[" + i + "]",
            "Duplicate",
            uniqueness.set()
                ? "stands in the list already, at [" + earlier + "]"
                : "has the same "
                    + String.join(" and ", uniqueness.keys())
                    + " as ["
                    + earlier
                    + "]",
            "change one of the two, or remove it");
      }
    }
    return none;
  }

  private static Object keys(Mapping mapping, List<String> keys) {
    var values = new HashMap<String, Value>();
    for (var key : keys) {
      var entry = mapping.entries().get(key);
      if (entry != null) {
        values.put(key, NodeValue.of(entry.value()));
      }
    }
    return values;
  }
}
