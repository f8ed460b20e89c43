package dev.tulle.cli.install;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A value as block YAML, in the form of Helm's `toYaml`: keys in order, list items as deep as
/// their key, quotes where a text would be read as something else.
final class YamlText {

  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9/_][\\w./@+=,-]*([ :][\\w./@+=,-]+)*");
  private static final Pattern OTHER_TYPE =
      Pattern.compile(
          "(?i)true|false|yes|no|on|off|y|n|null|~|[-+]?[\\d_.]+(e[-+]?\\d+)?|0x[0-9a-f]+");

  private final StringBuilder out = new StringBuilder();

  private YamlText() {}

  static String of(Object value) {
    var text = new YamlText();
    switch (value) {
      case Map<?, ?> map when !map.isEmpty() -> text.map(map, "", "");
      case List<?> list when !list.isEmpty() -> text.list(list, "");
      default -> text.out.append(scalar(value));
    }
    return text.out.toString().stripTrailing();
  }

  private void map(Map<?, ?> map, String firstIndent, String indent) {
    var sorted = new TreeMap<String, Object>();
    map.forEach((key, value) -> sorted.put(String.valueOf(key), value));
    var before = firstIndent;
    for (var entry : sorted.entrySet()) {
      out.append(before).append(scalar(entry.getKey())).append(':');
      value(entry.getValue(), indent);
      before = indent;
    }
  }

  private void value(Object value, String indent) {
    switch (value) {
      case Map<?, ?> inner when !inner.isEmpty() -> {
        out.append('\n');
        map(inner, indent + "  ", indent + "  ");
      }
      case List<?> inner when !inner.isEmpty() -> {
        out.append('\n');
        list(inner, indent);
      }
      case String text when text.contains("\n") -> {
        out.append(' ');
        lines(text, indent + "  ");
      }
      default -> out.append(' ').append(scalar(value)).append('\n');
    }
  }

  /// A text of several lines, as it is; the sign says how many ends of lines are its own.
  private void lines(String text, String indent) {
    var body = text.replaceAll("\\n+$", "");
    int ends = text.length() - body.length();
    out.append("|").append(ends == 0 ? "-" : ends == 1 ? "" : "+").append('\n');
    (ends > 1 ? text.substring(0, text.length() - 1) : body)
        .lines()
        .forEach(line -> out.append(line.isEmpty() ? "" : indent).append(line).append('\n'));
  }

  private void list(List<?> list, String indent) {
    for (var element : list) {
      out.append(indent).append("- ");
      if (element instanceof Map<?, ?> map && !map.isEmpty()) {
        map(map, "", indent + "  ");
      } else if (element instanceof String text && text.contains("\n")) {
        lines(text, indent + "  ");
      } else {
        out.append(scalar(element)).append('\n');
      }
    }
  }

  private static String scalar(Object value) {
    return switch (value) {
      case Map<?, ?> _ -> "{}";
      case List<?> _ -> "[]";
      case String text when text.isEmpty() || OTHER_TYPE.matcher(text).matches() ->
          '"' + text + '"';
      case String text when !PLAIN.matcher(text).matches() -> "'" + text.replace("'", "''") + "'";
      default -> String.valueOf(value);
    };
  }
}
