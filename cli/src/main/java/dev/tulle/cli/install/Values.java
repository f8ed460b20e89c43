package dev.tulle.cli.install;

import dev.tulle.cli.outcome.Exit;
import dev.tulle.cli.outcome.Failure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// What a chart is rendered with: its defaults, and what was said otherwise.
record Values(Map<String, Object> fields) {

  static final String PAGE = "docs/reference/values.md has all values";

  /// What stands where a value is said to be nothing: it takes a default away.
  enum Nothing {
    NOTHING;

    @Override
    public String toString() {
      return "null";
    }
  }

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

  /// These, and what `--set` says, which counts over them.
  Values assigned(List<String> assignments) throws Failure {
    var all = fields(fields);
    for (var assignment : assignments) {
      Assignment.into(all, assignment);
    }
    return new Values(all);
  }

  /// These, and `others`, which count over them: blocks are merged, all else is replaced.
  Values with(Values others) {
    return new Values(merged(fields, others.fields));
  }

  private static Map<String, Object> merged(Map<String, Object> former, Map<String, Object> said) {
    var merged = new LinkedHashMap<>(former);
    said.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> map && former.get(name) instanceof Map<?, ?> base) {
            merged.put(name, merged(fields(base), fields(map)));
          } else if (value == Nothing.NOTHING) {
            merged.remove(name);
          } else {
            merged.put(name, value);
          }
        });
    return merged;
  }

  /// A block as a map of its own.
  static Map<String, Object> fields(Object map) {
    var fields = new LinkedHashMap<String, Object>();
    ((Map<?, ?>) map)
        .forEach(
            (key, value) ->
                fields.put(String.valueOf(key), value == null ? Nothing.NOTHING : value));
    return fields;
  }
}
