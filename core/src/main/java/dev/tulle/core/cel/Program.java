package dev.tulle.core.cel;

import dev.tulle.core.cel.Expression.Comprehension;
import dev.tulle.core.cel.Expression.Macro;
import dev.tulle.core.cel.Value.Fields;
import dev.tulle.core.cel.Value.Items;
import dev.tulle.core.cel.Value.Text;
import dev.tulle.core.cel.Value.Truth;
import dev.tulle.core.cel.Value.Whole;
import dev.tulle.core.cel.Value.Wrong;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// An expression that can be evaluated, as often as wanted and from any thread.
public final class Program {

  private final Expression expression;

  private Program(Expression expression) {
    this.expression = expression;
  }

  /// Throws an `IllegalArgumentException` for what is no expression, or one that uses more of the
  /// language than there is here.
  public static Program of(String source) {
    return new Program(Parser.parsed(source));
  }

  /// The value of the expression, in which a variable stands for the value of its name.
  public Value evaluate(Map<String, Value> variables) {
    return evaluate(expression, scope(variables));
  }

  private static Scope scope(Map<String, Value> variables) {
    var scope = new Scope("", Value.FALSE, null);
    for (var variable : variables.entrySet()) {
      scope = new Scope(variable.getKey(), variable.getValue(), scope);
    }
    return scope;
  }

  /// Where the expression says something of all items of a variable's list and does not hold: the
  /// first item that it does not hold for.
  public OptionalInt culprit(Map<String, Value> variables) {
    if (!(expression instanceof Comprehension all)
        || all.macro() != Macro.ALL
        || !(all.of() instanceof Expression.Variable list)
        || !(variables.get(list.name()) instanceof Items(var values))) {
      return OptionalInt.empty();
    }
    var scope = scope(variables);
    return IntStream.range(0, values.size())
        .filter(
            i ->
                !evaluate(all.body(), new Scope(all.variable(), values.get(i), scope))
                    .equals(Value.TRUE))
        .findFirst();
  }

  private static Value evaluate(Expression expression, Scope scope) {
    return switch (expression) {
      case Expression.Constant(var value) -> value;
      case Expression.Variable(var name) -> scope.value(name);
      case Expression.Select(var of, var field) -> select(evaluate(of, scope), field);
      case Expression.Has(var of, var field) -> has(evaluate(of, scope), field);
      case Expression.Index(var of, var at) -> item(evaluate(of, scope), evaluate(at, scope));
      case Expression.ListOf(var items) -> list(items, scope);
      case Expression.Not(var of) -> not(evaluate(of, scope));
      case Expression.And(var left, var right) -> decided(false, left, right, scope);
      case Expression.Or(var left, var right) -> decided(true, left, right, scope);
      case Expression.Conditional(var condition, var then, var otherwise) ->
          switch (evaluate(condition, scope)) {
            case Truth(boolean holds) -> evaluate(holds ? then : otherwise, scope);
            case Wrong wrong -> wrong;
            case Value other -> mismatch("?:", other);
          };
      case Expression.Sum(var left, var right) ->
          Functions.sum(evaluate(left, scope), evaluate(right, scope));
      case Expression.Relation(var operator, var left, var right) ->
          Functions.related(operator, evaluate(left, scope), evaluate(right, scope));
      case Expression.Matches(var text, var pattern) ->
          switch (evaluate(text, scope)) {
            case Text(String value) -> Value.of(pattern.matcher(value).find());
            case Wrong wrong -> wrong;
            case Value other -> mismatch("matches", other);
          };
      case Expression.Call(var function, var arguments) ->
          switch (list(arguments, scope)) {
            case Items(var values) -> Functions.called(function, values);
            case Value wrong -> wrong;
          };
      case Comprehension comprehension -> each(comprehension, scope);
    };
  }

  private static Value select(Value of, String field) {
    return switch (of) {
      case Fields(var values) -> {
        var value = values.get(field);
        yield value == null ? new Wrong("no such key: " + field) : value;
      }
      case Wrong wrong -> wrong;
      case Value other -> mismatch("." + field, other);
    };
  }

  private static Value has(Value of, String field) {
    return switch (of) {
      case Fields(var values) -> Value.of(values.containsKey(field));
      case Wrong wrong -> wrong;
      case Value other -> mismatch("has", other);
    };
  }

  private static Value item(Value of, Value at) {
    if (of instanceof Items(var values) && at instanceof Whole(long index)) {
      return index >= 0 && index < values.size()
          ? values.get((int) index)
          : new Wrong("index out of bounds: " + index);
    }
    if (of instanceof Fields && at instanceof Text(String key)) {
      return select(of, key);
    }
    return of instanceof Wrong ? of : (at instanceof Wrong ? at : mismatch("[]", of));
  }

  private static Value list(List<Expression> items, Scope scope) {
    var values = new ArrayList<Value>();
    for (var item : items) {
      var value = evaluate(item, scope);
      if (value instanceof Wrong) {
        return value;
      }
      values.add(value);
    }
    return new Items(values);
  }

  private static Value not(Value of) {
    return switch (of) {
      case Truth(boolean value) -> Value.of(!value);
      case Wrong wrong -> wrong;
      case Value other -> mismatch("!", other);
    };
  }

  /// `&&` is decided by a side that is false, `||` by one that is true, whatever the other side is.
  private static Value decided(boolean by, Expression left, Expression right, Scope scope) {
    var first = evaluate(left, scope);
    if (first instanceof Truth(boolean value) && value == by) {
      return first;
    }
    return joined(by, first, evaluate(right, scope));
  }

  private static Value joined(boolean by, Value first, Value second) {
    if (second instanceof Truth(boolean value) && (value == by || first instanceof Truth)) {
      return second;
    }
    var odd = first instanceof Truth ? second : first;
    return odd instanceof Wrong ? odd : mismatch("&&, ||", odd);
  }

  private static Value each(Comprehension comprehension, Scope scope) {
    return switch (evaluate(comprehension.of(), scope)) {
      case Items(var values) -> each(comprehension, values, scope);
      case Fields(var values) ->
          each(
              comprehension,
              values.keySet().stream().map(key -> (Value) new Text(key)).toList(),
              scope);
      case Wrong wrong -> wrong;
      case Value other -> mismatch(comprehension.macro().text(), other);
    };
  }

  private static Value each(Comprehension comprehension, List<Value> values, Scope scope) {
    return switch (comprehension.macro()) {
      case ALL -> quantified(false, comprehension, values, scope);
      case EXISTS -> quantified(true, comprehension, values, scope);
      case EXISTS_ONE ->
          switch (kept(comprehension, values, scope)) {
            case Items(var kept) -> Value.of(kept.size() == 1);
            case Value wrong -> wrong;
          };
      case FILTER -> kept(comprehension, values, scope);
    };
  }

  private static Value quantified(
      boolean by, Comprehension comprehension, List<Value> values, Scope scope) {
    var result = Value.of(!by);
    for (var value : values) {
      var inner = new Scope(comprehension.variable(), value, scope);
      result = joined(by, result, evaluate(comprehension.body(), inner));
      if (result instanceof Truth(boolean truth) && truth == by) {
        return result;
      }
    }
    return result;
  }

  private static Value kept(Comprehension comprehension, List<Value> values, Scope scope) {
    var kept = new ArrayList<Value>();
    for (var value : values) {
      var inner = new Scope(comprehension.variable(), value, scope);
      switch (evaluate(comprehension.body(), inner)) {
        case Truth(boolean keep) -> {
          if (keep) {
            kept.add(value);
          }
        }
        case Wrong wrong -> {
          return wrong;
        }
        case Value other -> {
          return mismatch(comprehension.macro().text(), other);
        }
      }
    }
    return new Items(kept);
  }

  static Wrong mismatch(String what, Value value) {
    return new Wrong("no such overload: " + what + " of " + value.getClass().getSimpleName());
  }
}
