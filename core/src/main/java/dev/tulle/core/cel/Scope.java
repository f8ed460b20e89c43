package dev.tulle.core.cel;

import org.jspecify.annotations.Nullable;

/// A variable and those outside it, which it can hide.
record Scope(String name, Value value, @Nullable Scope outer) {

  Value value(String wanted) {
    for (var scope = this; scope != null; scope = scope.outer) {
      if (scope.name.equals(wanted)) {
        return scope.value;
      }
    }
    return new Value.Wrong("undeclared reference to " + wanted);
  }
}
