package dev.tulle.cli.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/// What a command of `tulle proxy` lists, to be printed in each of the forms. `about` says in JSON
/// what the rows are of; `key` is what they are called there, and part of their schema's name.
record Listing<T>(
    String key,
    SequencedMap<String, String> about,
    List<T> rows,
    Table<T> table,
    Function<T, String> name) {

  /// The lines of a table, a wide one or not.
  @FunctionalInterface
  interface Table<T> {
    List<String> lines(List<T> rows, boolean wide);
  }

  void print(Console console, Format format) {
    var out = console.out();
    switch (format) {
      case TABLE, WIDE -> {
        table.lines(rows, format == Format.WIDE).forEach(out::println);
        if (rows.isEmpty()) {
          console.say("it has no " + key);
        }
      }
      case JSON -> out.println(new Output().indented(json()));
      case YAML -> out.print(new Output().yaml(json()));
      case NAME -> rows.stream().map(name).distinct().forEach(out::println);
    }
  }

  private String json() {
    var all = new LinkedHashMap<String, Object>();
    all.put("schema", "tulle.dev/" + key + "/v1");
    all.putAll(about);
    all.put(key, rows);
    return JsonMapper.shared().writeValueAsString(all);
  }
}
