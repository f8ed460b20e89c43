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

/// What a chart is rendered with: its defaults, and what was said otherwise.
record Values(Map<String, Object> fields) {

  private static final String PAGE = "docs/reference/values.md has all values";

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

  /// `schema` says which names there are.
  Values with(Values others, Map<String, Object> schema) throws Failure {
    return new Values(merged(fields, others.fields, schema, ""));
  }

  private static Map<String, Object> merged(
      Map<String, Object> former, Map<String, Object> said, Map<String, Object> schema, String at)
      throws Failure {
    var merged = new LinkedHashMap<>(former);
    for (var entry : said.entrySet()) {
      var name = at + entry.getKey();
      var place = place(schema, entry.getKey(), name);
      var before = former.getOrDefault(entry.getKey(), Map.of());
      if (entry.getValue() instanceof Map<?, ?> map && before instanceof Map<?, ?> base) {
        merged.put(entry.getKey(), merged(fields(base), fields(map), place, name + "."));
      } else if (place.containsKey("properties")) {
        throw new Failure(
            Exit.USAGE,
            "the value of " + name + " has the wrong form",
            "it has names below it",
            PAGE);
      } else {
        merged.put(entry.getKey(), entry.getValue());
      }
    }
    return merged;
  }

  /// What the schema says of a name; nothing, where all names are free.
  private static Map<String, Object> place(Map<String, Object> schema, String key, String name)
      throws Failure {
    var known = fields(schema.getOrDefault("properties", Map.of()));
    if (known.get(key) instanceof Map<?, ?> place) {
      return fields(place);
    }
    if (Boolean.FALSE.equals(schema.get("additionalProperties"))) {
      throw unknown(name, known.keySet().stream().sorted().toList());
    }
    return Map.of();
  }

  private static Failure unknown(String name, List<String> known) {
    return new Failure(
        Exit.USAGE,
        "there is no value " + name,
        "at its place there are " + String.join(", ", known),
        PAGE);
  }

  private static Map<String, Object> fields(Object map) {
    var fields = new LinkedHashMap<String, Object>();
    ((Map<?, ?>) map).forEach((key, value) -> fields.put(String.valueOf(key), value));
    return fields;
  }
}
