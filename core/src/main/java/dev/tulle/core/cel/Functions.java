package dev.tulle.core.cel;

import dev.tulle.core.cel.Expression.Function;
import dev.tulle.core.cel.Expression.Operator;
import dev.tulle.core.cel.Value.Fields;
import dev.tulle.core.cel.Value.Fraction;
import dev.tulle.core.cel.Value.Items;
import dev.tulle.core.cel.Value.Span;
import dev.tulle.core.cel.Value.Text;
import dev.tulle.core.cel.Value.Truth;
import dev.tulle.core.cel.Value.Whole;
import dev.tulle.core.cel.Value.Wrong;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What operators and functions make of values.
final class Functions {

  private Functions() {}

  static Value sum(Value left, Value right) {
    if (left instanceof Whole(long a) && right instanceof Whole(long b)) {
      return new Whole(a + b);
    }
    if (left instanceof Text(String a) && right instanceof Text(String b)) {
      return new Text(a + b);
    }
    return wrong("+", left, right);
  }

  static Value related(Operator operator, Value left, Value right) {
    if (left instanceof Wrong || right instanceof Wrong) {
      return wrong(operator.text(), left, right);
    }
    return switch (operator) {
      case EQUAL -> Value.of(left.equals(right));
      case UNEQUAL -> Value.of(!left.equals(right));
      case IN -> contained(left, right);
      case LESS, AT_MOST, GREATER, AT_LEAST ->
          order(left, right)
              .map(order -> ordered(operator, order))
              .orElseGet(() -> wrong(operator.text(), left, right));
    };
  }

  private static Value contained(Value left, Value right) {
    return switch (right) {
      case Items(var values) -> Value.of(values.contains(left));
      case Fields(var values) when left instanceof Text(String key) ->
          Value.of(values.containsKey(key));
      case Value other -> Program.mismatch("in", other);
    };
  }

  private static Value ordered(Operator operator, int order) {
    return Value.of(
        switch (operator) {
          case LESS -> order < 0;
          case AT_MOST -> order <= 0;
          case GREATER -> order > 0;
          case AT_LEAST -> order >= 0;
          case EQUAL, UNEQUAL, IN -> throw new IllegalArgumentException(operator.text());
        });
  }

  private static Optional<Integer> order(Value left, Value right) {
    if (left instanceof Whole(long a) && right instanceof Whole(long b)) {
      return Optional.of(Long.compare(a, b));
    }
    if (left instanceof Text(String a) && right instanceof Text(String b)) {
      return Optional.of(a.compareTo(b));
    }
    if (left instanceof Fraction(double a) && right instanceof Fraction(double b)) {
      return Optional.of(Double.compare(a, b));
    }
    return left instanceof Span(var a) && right instanceof Span(var b)
        ? Optional.of(a.compareTo(b))
        : Optional.empty();
  }

  static Value called(Function function, List<Value> arguments) {
    var first = arguments.getFirst();
    return switch (function) {
      case SIZE -> size(first);
      case DURATION ->
          first instanceof Text(String text) ? GoDuration.parsed(text) : mismatch(function, first);
      case IS_IP ->
          first instanceof Text(String text)
              ? Value.of(IpAddress.isIp(text))
              : mismatch(function, first);
      case CONTAINS, STARTS_WITH, ENDS_WITH, SPLIT ->
          first instanceof Text(String text) && arguments.get(1) instanceof Text(String other)
              ? called(function, text, other)
              : mismatch(function, first);
      case SUBSTRING ->
          first instanceof Text(String text) && arguments.get(1) instanceof Whole(long start)
              ? substring(text, start)
              : mismatch(function, first);
    };
  }

  private static Value called(Function function, String text, String other) {
    return switch (function) {
      case CONTAINS -> Value.of(text.contains(other));
      case STARTS_WITH -> Value.of(text.startsWith(other));
      case ENDS_WITH -> Value.of(text.endsWith(other));
      case SPLIT ->
          new Items(
              Arrays.stream(text.split(Pattern.quote(other), -1))
                  .map(part -> (Value) new Text(part))
                  .toList());
      case SIZE, SUBSTRING, DURATION, IS_IP -> throw new IllegalArgumentException(function.text());
    };
  }

  private static Value size(Value of) {
    return switch (of) {
      case Text(String text) -> new Whole(text.codePointCount(0, text.length()));
      case Items(var values) -> new Whole(values.size());
      case Fields(var values) -> new Whole(values.size());
      case Truth _, Whole _, Fraction _, Span _, Value.Nothing _, Wrong _ ->
          Program.mismatch("size", of);
    };
  }

  /// Positions count code points.
  private static Value substring(String text, long start) {
    int length = text.codePointCount(0, text.length());
    return start < 0 || start > length
        ? new Wrong("index out of range: " + start)
        : new Text(text.substring(text.offsetByCodePoints(0, (int) start)));
  }

  private static Wrong wrong(String what, Value left, Value right) {
    return left instanceof Wrong first
        ? first
        : (right instanceof Wrong second ? second : Program.mismatch(what, left));
  }

  private static Value mismatch(Function function, Value value) {
    return Program.mismatch(function.text(), value);
  }
}
