package dev.tulle.core.manifest;

import dev.tulle.core.manifest.YamlNode.Entry;
import dev.tulle.core.manifest.YamlNode.Mapping;
import dev.tulle.core.manifest.YamlNode.Sequence;
import dev.tulle.core.manifest.YamlNode.Text;
import java.util.LinkedHashMap;
import java.util.List;

/// `v1 List`, and lists of one kind such as `ServiceList`: they stand for their items.
final class ListObject {

  private ListObject() {}

  static List<YamlNode> flattened(YamlNode root) {
    if (!(root instanceof Mapping mapping)
        || !(value(mapping, "kind") instanceof Text(String kind, int _, int _))
        || !(value(mapping, "items") instanceof Sequence sequence)
        || !kind.endsWith("List")) {
      return List.of(root);
    }
    var itemKind = kind.substring(0, kind.length() - "List".length());
    return sequence.items().stream()
        .map(item -> itemKind.isEmpty() ? item : withKind(item, itemKind, mapping))
        .toList();
  }

  private static YamlNode value(Mapping mapping, String key) {
    var entry = mapping.entries().get(key);
    return entry == null ? mapping : entry.value();
  }

  /// A typed list says kind and apiVersion once, for all of its items.
  private static YamlNode withKind(YamlNode item, String kind, Mapping list) {
    if (!(item instanceof Mapping mapping)) {
      return item;
    }
    var entries = new LinkedHashMap<>(mapping.entries());
    entries.putIfAbsent(
        "kind", new Entry(new Text(kind, item.line(), item.column()), item.line(), item.column()));
    var apiVersion = list.entries().get("apiVersion");
    if (apiVersion != null) {
      entries.putIfAbsent("apiVersion", apiVersion);
    }
    return new Mapping(entries, mapping.duplicates(), mapping.line(), mapping.column());
  }
}
