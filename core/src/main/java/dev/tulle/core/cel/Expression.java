package dev.tulle.core.cel;

import com.google.re2j.Pattern;
import java.util.List;

/// An expression that has been parsed. Every function in it exists and has as many arguments as it
/// needs; what types they have is seen when it is evaluated.
sealed interface Expression {

  record Constant(Value value) implements Expression {}

  record Variable(String name) implements Expression {}

  record Select(Expression of, String field) implements Expression {}

  /// `has(of.field)`.
  record Has(Expression of, String field) implements Expression {}

  record Index(Expression of, Expression at) implements Expression {}

  record ListOf(List<Expression> items) implements Expression {}

  record Not(Expression of) implements Expression {}

  record And(Expression left, Expression right) implements Expression {}

  record Or(Expression left, Expression right) implements Expression {}

  record Conditional(Expression condition, Expression then, Expression otherwise)
      implements Expression {}

  record Sum(Expression left, Expression right) implements Expression {}

  record Relation(Operator operator, Expression left, Expression right) implements Expression {}

  /// `text.matches(pattern)`, whose pattern is a literal.
  record Matches(Expression text, Pattern pattern) implements Expression {}

  /// A function; the receiver of `x.f(y)` is its first argument.
  record Call(Function function, List<Expression> arguments) implements Expression {}

  /// `of.macro(variable, body)`.
  record Comprehension(Macro macro, Expression of, String variable, Expression body)
      implements Expression {}

  enum Operator {
    EQUAL("=="),
    UNEQUAL("!="),
    LESS("<"),
    AT_MOST("<="),
    GREATER(">"),
    AT_LEAST(">="),
    IN("in");

    private final String text;

    Operator(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  enum Macro {
    ALL("all"),
    EXISTS("exists"),
    EXISTS_ONE("exists_one"),
    FILTER("filter");

    private final String text;

    Macro(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  enum Function {
    SIZE("size", 1),
    CONTAINS("contains", 2),
    STARTS_WITH("startsWith", 2),
    ENDS_WITH("endsWith", 2),
    SPLIT("split", 2),
    SUBSTRING("substring", 2),
    DURATION("duration", 1),
    IS_IP("isIP", 1);

    private final String text;
    private final int arity;

    Function(String text, int arity) {
      this.text = text;
      this.arity = arity;
    }

    String text() {
      return text;
    }

    int arity() {
      return arity;
    }
  }
}
