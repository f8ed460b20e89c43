package dev.tulle.cli.install;

import dev.tulle.cli.outcome.Exit;
import dev.tulle.cli.outcome.Failure;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What values there are and of which form each is: a JSON schema, as far as the chart's uses it.
record Schema(Map<String, Object> root) {

  private static final Map<String, String> TYPES =
      Map.of(
          "string", "a text",
          "integer", "a whole number",
          "boolean", "true or false",
          "array", "a list",
          "object", "a block of names and values");

  /// Tells the first thing that is wrong with values.
  void check(Map<String, Object> values) throws Failure {
    check("", values, root);
  }

  private static void check(String name, Object value, Map<String, Object> schema) throws Failure {
    type(name, value, schema);
    bounds(name, value, schema);
    switch (value) {
      case Map<?, ?> map -> {
        for (var entry : map.entrySet()) {
          var key = String.valueOf(entry.getKey());
          var place = name.isEmpty() ? key : name + "." + key;
          check(place, entry.getValue(), place(schema, key, place));
        }
        required(name, map, schema);
      }
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          check(name + "[" + i + "]", list.get(i), map(schema.getOrDefault("items", Map.of())));
        }
      }
      default -> {}
    }
  }

  private static void type(String name, Object value, Map<String, Object> schema) throws Failure {
    List<?> wanted =
        switch (schema.getOrDefault("type", List.of())) {
          case List<?> several -> several;
          case Object one -> List.of(one);
        };
    if (!wanted.isEmpty() && wanted.stream().noneMatch(type -> is(value, String.valueOf(type)))) {
      throw wrong(
          "the value of " + name + " has the wrong form",
          "it is "
              + shown(value)
              + ", and "
              + wanted.stream()
                  .map(type -> TYPES.getOrDefault(String.valueOf(type), String.valueOf(type)))
                  .collect(Collectors.joining(" or "))
              + " is wanted");
    }
  }

  private static boolean is(Object value, String type) {
    return switch (value) {
      case String _ -> type.equals("string");
      case Integer _, Long _ -> type.equals("integer");
      case Boolean _ -> type.equals("boolean");
      case List<?> _ -> type.equals("array");
      case Map<?, ?> _ -> type.equals("object");
      default -> false;
    };
  }

  private static void bounds(String name, Object value, Map<String, Object> schema) throws Failure {
    if (schema.get("enum") instanceof List<?> allowed && !allowed.contains(value)) {
      var all = allowed.stream().map(String::valueOf).collect(Collectors.joining(", "));
      throw wrong(
          "the value of " + name + " is none that there is",
          "it is " + shown(value) + ", and there are " + all);
    }
    if (schema.get("minimum") instanceof Number least
        && value instanceof Number number
        && number.longValue() < least.longValue()) {
      throw wrong(
          "the value of " + name + " is too small",
          "it is " + number + ", and " + least + " is the least");
    }
    if (schema.get("pattern") instanceof String pattern
        && value instanceof String text
        && !text.matches(pattern)) {
      throw wrong(
          "the value of " + name + " has the wrong form",
          "it is " + shown(value) + ", which is not as in " + pattern);
    }
    if (schema.get("minLength") instanceof Number && value.equals("")) {
      throw wrong("the value of " + name + " is empty", "a text is wanted");
    }
  }

  private static void required(String name, Map<?, ?> map, Map<String, Object> schema)
      throws Failure {
    if (schema.get("required") instanceof List<?> names) {
      for (var each : names) {
        if (!map.containsKey(each)) {
          throw wrong(
              "the value of " + name + " lacks something", "there is no `" + each + "` in it");
        }
      }
    }
  }

  /// What the schema says of a name; nothing, where all names are free.
  private static Map<String, Object> place(Map<String, Object> schema, String key, String name)
      throws Failure {
    var known = map(schema.getOrDefault("properties", Map.of()));
    if (known.get(key) instanceof Map<?, ?> place) {
      return map(place);
    }
    return switch (schema.getOrDefault("additionalProperties", true)) {
      case Boolean free when !free ->
          throw wrong(
              "there is no value " + name,
              "at its place there are "
                  + known.keySet().stream().sorted().collect(Collectors.joining(", ")));
      case Map<?, ?> others -> map(others);
      case Object _ -> Map.of();
    };
  }

  private static String shown(Object value) {
    return switch (value) {
      case String text -> "the text `" + text + "`";
      case List<?> _ -> "a list";
      case Map<?, ?> _ -> "a block of names and values";
      default -> "`" + value + "`";
    };
  }

  private static Map<String, Object> map(Object map) {
    return Values.fields(map);
  }

  private static Failure wrong(String what, String why) {
    return new Failure(Exit.USAGE, what, why, Values.PAGE);
  }
}
