package dev.tulle.core.cel;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What an expression is evaluated on and to. An error is a value, too, since `||` and `&&` can do
/// without the side that has one.
public sealed interface Value {

  Value TRUE = new Truth(true);
  Value FALSE = new Truth(false);

  record Truth(boolean value) implements Value {}

  record Whole(long value) implements Value {}

  record Fraction(double value) implements Value {}

  record Text(String value) implements Value {}

  record Items(List<Value> values) implements Value {}

  record Fields(Map<String, Value> values) implements Value {}

  record Span(Duration value) implements Value {}

  /// `null`.
  record Nothing() implements Value {}

  /// Why there is no value.
  record Wrong(String message) implements Value {}

  static Value of(boolean truth) {
    return truth ? TRUE : FALSE;
  }
}
