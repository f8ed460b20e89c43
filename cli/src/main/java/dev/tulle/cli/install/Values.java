package dev.tulle.cli.install;

import dev.tulle.cli.outcome.Exit;
import dev.tulle.cli.outcome.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// What a chart is rendered with: its defaults, and what was said otherwise. Only what has a
/// default can be said; in a map that is empty by default all can.
record Values(Map<String, Object> fields) {

  /// Those of a file. `where` is what its user calls it.
  static Values read(String where, String yaml) throws Failure {
    try {
      var loaded = new Load(LoadSettings.builder().setLabel(where).build()).loadFromString(yaml);
      return new Values(loaded == null ? Map.of() : fields(loaded));
    } catch (YamlEngineException | ClassCastException e) {
      throw new Failure(
          Exit.USAGE,
          where + " has no values",
          String.valueOf(e.getMessage()),
          "write it as the chart's values.yaml is: names, and their values below them");
    }
  }

  /// Those of `a.b=VALUE`.
  static Values assigned(String assignment) throws Failure {
    int sign = assignment.indexOf('=');
    if (sign <= 0) {
      throw new Failure(
          Exit.USAGE,
          "`--set " + assignment + "` sets nothing",
          "a value is given as NAME=VALUE",
          "write it as in --set replicas=3");
    }
    Object value = plain(assignment.substring(sign + 1));
    var names = new ArrayList<>(List.of(assignment.substring(0, sign).split("\\.", -1)));
    for (var name : names.reversed()) {
      value = Map.of(name, value);
    }
    return new Values(fields(value));
  }

  /// As Helm reads it: a whole number, true, false, or a text.
  private static Object plain(String text) {
    if (text.matches("0|-?[1-9]\\d{0,8}")) {
      return Integer.valueOf(text);
    }
    return text.equals("true") || text.equals("false") ? Boolean.valueOf(text) : text;
  }

  Values with(Values others) throws Failure {
    return new Values(merged(fields, others.fields, ""));
  }

  private static Map<String, Object> merged(
      Map<String, Object> defaults, Map<String, Object> said, String at) throws Failure {
    var merged = new LinkedHashMap<>(defaults);
    for (var entry : said.entrySet()) {
      var name = at + entry.getKey();
      var former = defaults.get(entry.getKey());
      if (former == null && !defaults.isEmpty()) {
        throw unknown(name, defaults.keySet().stream().sorted().toList());
      }
      if (former instanceof Map<?, ?> inner && entry.getValue() instanceof Map<?, ?> other) {
        merged.put(
            entry.getKey(),
            inner.isEmpty() ? fields(other) : merged(fields(inner), fields(other), name + "."));
      } else if (former instanceof Map<?, ?> != entry.getValue() instanceof Map<?, ?>) {
        throw new Failure(
            Exit.USAGE,
            "the value of " + name + " has the wrong form",
            former instanceof Map<?, ?> ? "it has names below it" : "it has no names below it",
            "docs/reference/values.md has all values");
      } else {
        merged.put(entry.getKey(), entry.getValue());
      }
    }
    return merged;
  }

  private static Failure unknown(String name, List<String> known) {
    return new Failure(
        Exit.USAGE,
        "there is no value " + name,
        "at its place there are " + String.join(", ", known),
        "docs/reference/values.md has all values");
  }

  private static Map<String, Object> fields(Object map) {
    var fields = new LinkedHashMap<String, Object>();
    ((Map<?, ?>) map).forEach((key, value) -> fields.put(String.valueOf(key), value));
    return fields;
  }
}
