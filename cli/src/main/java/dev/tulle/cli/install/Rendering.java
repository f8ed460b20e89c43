package dev.tulle.cli.install;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/// Puts out templates for one set of values. What a template asks of a cluster is empty, as with
/// `helm template`: there is none.
record Rendering(Map<String, Object> root, Map<String, List<Node>> definitions) {

  /// What a field is that is not there: not equal to any value, and false.
  private static final Object NOTHING = "";

  String of(List<Node> nodes) {
    return of(nodes, root);
  }

  private String of(List<Node> nodes, Object dot) {
    var out = new StringBuilder();
    for (var node : nodes) {
      switch (node) {
        case Node.Text(String text) -> out.append(text);
        case Node.Output(Expression expression) -> out.append(value(expression, dot));
        case Node.If(Expression condition, var then, var otherwise) ->
            out.append(of(isTrue(value(condition, dot)) ? then : otherwise, dot));
        case Node.With(Expression expression, var then, var otherwise) -> {
          var value = value(expression, dot);
          out.append(isTrue(value) ? of(then, value) : of(otherwise, dot));
        }
        case Node.Range(Expression list, var body) -> {
          if (value(list, dot) instanceof List<?> elements) {
            elements.forEach(element -> out.append(of(body, element)));
          }
        }
      }
    }
    return out.toString();
  }

  private Object value(Expression expression, Object dot) {
    return switch (expression) {
      case Expression.Literal(Object value) -> value;
      case Expression.Dot(var path) -> field(dot, path);
      case Expression.Root(var path) -> field(root, path);
      case Expression.FieldsOf(Expression inner, var path) -> field(value(inner, dot), path);
      case Expression.Ask(Expression question, Expression about) ->
          ask(value(question, dot), value(about, dot));
      case Expression.Call(String function, var arguments) ->
          call(function, arguments.stream().map(each -> value(each, dot)).toList());
    };
  }

  private static Object field(Object value, List<String> path) {
    var at = value;
    for (var name : path) {
      at = at instanceof Map<?, ?> map && map.get(name) != null ? map.get(name) : NOTHING;
    }
    return Objects.requireNonNullElse(at, NOTHING);
  }

  private static boolean ask(Object question, Object about) {
    @SuppressWarnings("unchecked") // the one question that there is, whether a cluster has a kind
    var asked = (Predicate<Object>) question;
    return asked.test(about);
  }

  private Object call(String function, List<Object> of) {
    return switch (function) {
      case "include" ->
          of(Objects.requireNonNull(definitions.get(String.valueOf(of.getFirst()))), of.get(1));
      case "lookup" -> Map.of();
      case "toYaml" -> YamlText.of(of.getFirst());
      case "toString" -> String.valueOf(of.getFirst());
      case "quote" -> quoted(String.valueOf(of.getFirst()));
      case "printf" ->
          String.format(String.valueOf(of.getFirst()), of.subList(1, of.size()).toArray());
      case "nindent" ->
          "\n" + String.valueOf(of.get(1)).indent((int) of.getFirst()).stripTrailing();
      case "default" -> isTrue(of.get(1)) ? of.get(1) : of.getFirst();
      case "int" -> of.getFirst();
      case "not" -> !isTrue(of.getFirst());
      case "and" -> of.stream().filter(each -> !isTrue(each)).findFirst().orElse(of.getLast());
      case "or" -> of.stream().filter(Rendering::isTrue).findFirst().orElse(of.getLast());
      case "eq" -> of.getFirst().equals(of.get(1));
      case "ne" -> !of.getFirst().equals(of.get(1));
      case "ge" -> (int) of.getFirst() >= (int) of.get(1);
      default -> throw new IllegalArgumentException(function + " is no function here");
    };
  }

  /// As a text of JSON, which YAML reads, too.
  private static String quoted(String text) {
    return '"'
        + text.replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("\n", "\\n")
            .replace("\r", "\\r")
            .replace("\t", "\\t")
        + '"';
  }

  private static boolean isTrue(Object value) {
    return switch (value) {
      case Boolean truth -> truth;
      case String text -> !text.isEmpty();
      case Number number -> number.doubleValue() != 0;
      case Map<?, ?> map -> !map.isEmpty();
      case List<?> list -> !list.isEmpty();
      default -> true;
    };
  }
}
