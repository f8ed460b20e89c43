package dev.tulle.core.manifest;

import dev.tulle.core.manifest.YamlNode.Entry;
import dev.tulle.core.manifest.YamlNode.Mapping;
import dev.tulle.core.manifest.YamlNode.Sequence;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/// Where the fields of one object stand. A path is written as in `spec.rules[0].http.paths[0]`; a
/// key with dots in it may stand as it is or in brackets, as in `data[tls.crt]`.
public final class SourceMap {

  /// Where a key or a list item begins; lines and columns count from 1.
  record Place(int line, int column) {}

  private final YamlNode root;

  SourceMap(YamlNode root) {
    this.root = root;
  }

  /// The line of the field's key, or of the nearest enclosing one that exists.
  public int line(String path) {
    return place(path).line();
  }

  Place place(String path) {
    var place = new Place(root.line(), root.column());
    var node = root;
    var rest = path;
    while (true) {
      var step = step(node, rest);
      if (step.isEmpty()) {
        return place;
      }
      node = step.get().node();
      place = step.get().place();
      rest = step.get().rest();
    }
  }

  private record Step(YamlNode node, Place place, String rest) {}

  private static Optional<Step> step(YamlNode node, String path) {
    if (path.startsWith("[")) {
      int end = path.indexOf(']');
      return end < 0
          ? Optional.empty()
          : inBrackets(node, path.substring(1, end), path.substring(end + 1));
    }
    var rest = path.startsWith(".") ? path.substring(1) : path;
    if (!(node instanceof Mapping mapping) || rest.isEmpty()) {
      return Optional.empty();
    }
    // the longest key, since keys may have dots
    return mapping.entries().entrySet().stream()
        .filter(entry -> begins(rest, entry.getKey()))
        .max(Comparator.comparingInt(entry -> entry.getKey().length()))
        .map(entry -> into(entry, rest.substring(entry.getKey().length())));
  }

  private static boolean begins(String path, String key) {
    return path.startsWith(key)
        && (path.length() == key.length()
            || path.charAt(key.length()) == '.'
            || path.charAt(key.length()) == '[');
  }

  private static Optional<Step> inBrackets(YamlNode node, String inside, String rest) {
    return switch (node) {
      case Mapping mapping -> {
        var entry = mapping.entries().get(inside.replace("\"", ""));
        yield Optional.ofNullable(entry)
            .map(e -> new Step(e.value(), new Place(e.line(), e.column()), rest));
      }
      case Sequence sequence -> {
        int index = inside.matches("[0-9]{1,9}") ? Integer.parseInt(inside) : Integer.MAX_VALUE;
        if (index >= sequence.items().size()) {
          yield Optional.empty();
        }
        var item = sequence.items().get(index);
        yield Optional.of(new Step(item, new Place(item.line(), item.column()), rest));
      }
      case YamlNode.Text _,
          YamlNode.Whole _,
          YamlNode.Fraction _,
          YamlNode.Flag _,
          YamlNode.Nothing _ ->
          Optional.empty();
    };
  }

  private static Step into(Map.Entry<String, Entry> found, String rest) {
    var entry = found.getValue();
    return new Step(entry.value(), new Place(entry.line(), entry.column()), rest);
  }
}
