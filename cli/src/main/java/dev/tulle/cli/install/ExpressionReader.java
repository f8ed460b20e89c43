package dev.tulle.cli.install;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Reads one expression. Throws `IllegalArgumentException` for what is no part of the language
/// here: the chart is ours, so that this is a fault of ours.
final class ExpressionReader {

  private static final Pattern TOKEN =
      Pattern.compile("\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|\\$?\\.?[\\w.]+|[$.()|])");

  private final List<String> tokens = new ArrayList<>();
  private int next;

  private ExpressionReader(String text) {
    var match = TOKEN.matcher(text);
    int end = 0;
    while (match.find() && match.start() == end) {
      tokens.add(match.group(1));
      end = match.end();
    }
    if (!text.substring(end).isBlank()) {
      throw new IllegalArgumentException("cannot read {{ " + text + " }}");
    }
  }

  static Expression read(String text) {
    var reader = new ExpressionReader(text);
    var expression = reader.pipe();
    if (reader.next < reader.tokens.size()) {
      throw new IllegalArgumentException("too much in {{ " + text + " }}");
    }
    return expression;
  }

  private Expression pipe() {
    var value = command();
    while (at("|")) {
      next++;
      var function = command();
      value =
          function instanceof Expression.Call(String name, List<Expression> arguments)
              ? new Expression.Call(name, plus(arguments, value))
              : refuse("a pipe ends in no function");
    }
    return value;
  }

  private static List<Expression> plus(List<Expression> arguments, Expression last) {
    var all = new ArrayList<>(arguments);
    all.add(last);
    return List.copyOf(all);
  }

  /// A function and its arguments, or one operand, which may be asked something.
  private Expression command() {
    var token = tokens.get(next);
    if (Character.isLetter(token.charAt(0)) && !token.equals("true") && !token.equals("false")) {
      next++;
      var arguments = new ArrayList<Expression>();
      while (startsOperand()) {
        arguments.add(operand());
      }
      return new Expression.Call(token, List.copyOf(arguments));
    }
    var operand = operand();
    return startsOperand() ? new Expression.Ask(operand, operand()) : operand;
  }

  private boolean at(String token) {
    return next < tokens.size() && tokens.get(next).equals(token);
  }

  private boolean startsOperand() {
    return next < tokens.size() && !at("|") && !at(")");
  }

  private Expression operand() {
    var token = tokens.get(next++);
    char first = token.charAt(0);
    return switch (first) {
      case '(' -> nested();
      case '"' -> new Expression.Literal(token.substring(1, token.length() - 1));
      case '.' -> new Expression.Dot(path(token));
      case '$' -> new Expression.Root(path(token.substring(1)));
      default -> {
        if (Character.isDigit(first)) {
          yield new Expression.Literal(Integer.valueOf(token));
        }
        yield token.equals("true") || token.equals("false")
            ? new Expression.Literal(Boolean.valueOf(token))
            : new Expression.Call(token, List.of());
      }
    };
  }

  private Expression nested() {
    var inner = pipe();
    if (!at(")")) {
      throw new IllegalArgumentException("a parenthesis is not closed");
    }
    next++;
    boolean hasPath = next < tokens.size() && tokens.get(next).matches("\\.\\w.*");
    return hasPath ? new Expression.FieldsOf(inner, path(tokens.get(next++))) : inner;
  }

  private static List<String> path(String dotted) {
    return dotted.isEmpty() || dotted.equals(".")
        ? List.of()
        : List.of(dotted.substring(1).split("\\.", -1));
  }

  private static Expression refuse(String why) {
    throw new IllegalArgumentException(why);
  }
}
