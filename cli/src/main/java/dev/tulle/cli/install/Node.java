package dev.tulle.cli.install;

import java.util.List;

/// A piece of a template.
sealed interface Node {

  record Text(String text) implements Node {}

  record Output(Expression expression) implements Node {}

  record If(Expression condition, List<Node> then, List<Node> otherwise) implements Node {}

  /// As `If`, and within it the dot is the value.
  record With(Expression value, List<Node> then, List<Node> otherwise) implements Node {}

  /// Once for each element, which is the dot.
  record Range(Expression list, List<Node> body) implements Node {}
}
