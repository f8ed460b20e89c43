package dev.tulle.cli.install;

import java.util.List;

/// What stands between braces in a template.
sealed interface Expression {

  record Literal(Object value) implements Expression {}

  /// `.a.b`: fields of the dot.
  record Dot(List<String> path) implements Expression {}

  /// `$.a.b`: fields of what the whole template was given.
  record Root(List<String> path) implements Expression {}

  /// `(…).a.b`
  record FieldsOf(Expression value, List<String> path) implements Expression {}

  /// A function with its arguments; what a pipe gives it is the last of them.
  record Call(String function, List<Expression> arguments) implements Expression {}

  /// `.a.b "c"`: a field that is a question, and what is asked.
  record Ask(Expression question, Expression about) implements Expression {}
}
