package dev.tulle.core.manifest;

import dev.tulle.core.cel.Program;
import org.jspecify.annotations.Nullable;

/// What must hold for a value, as an expression of CEL, and what to say where it does not. The
/// expression is parsed when it is first needed.
final class Rule {

  private final String expression;
  private final String message;
  private final boolean ofChange;
  private volatile @Nullable Program program;

  Rule(String expression, String message) {
    this.expression = expression;
    this.message = message;
    this.ofChange = expression.contains("oldSelf");
  }

  String message() {
    return message;
  }

  /// Whether it compares a value with the one before.
  boolean isOfChange() {
    return ofChange;
  }

  Program program() {
    var parsed = program;
    if (parsed == null) {
      parsed = Program.of(expression);
      program = parsed;
    }
    return parsed;
  }

  @Override
  public String toString() {
    return expression;
  }
}
