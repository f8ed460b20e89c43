package dev.tulle.core.cel;

import com.google.re2j.Pattern;
import dev.tulle.core.cel.Expression.Function;
import dev.tulle.core.cel.Expression.Macro;
import dev.tulle.core.cel.Expression.Operator;
import dev.tulle.core.cel.Lexer.Token;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Parses an expression by recursive descent, one method for each level of precedence.
/// https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax
final class Parser {

  private final String source;
  private final List<Token> tokens;
  private int at;

  private Parser(String source) {
    this.source = source;
    this.tokens = Lexer.tokens(source);
  }

  static Expression parsed(String source) {
    var parser = new Parser(source);
    var expression = parser.expression();
    if (parser.peek().type() != Lexer.Type.END) {
      throw parser.unexpected();
    }
    return expression;
  }

  private Expression expression() {
    var condition = or();
    if (!skip("?")) {
      return condition;
    }
    var then = or();
    expect(":");
    return new Expression.Conditional(condition, then, expression());
  }

  private Expression or() {
    var left = and();
    while (skip("||")) {
      left = new Expression.Or(left, and());
    }
    return left;
  }

  private Expression and() {
    var left = relation();
    while (skip("&&")) {
      left = new Expression.And(left, relation());
    }
    return left;
  }

  private Expression relation() {
    var left = sum();
    while (true) {
      var operator =
          Arrays.stream(Operator.values()).filter(known -> skip(known.text())).findFirst();
      if (operator.isEmpty()) {
        return left;
      }
      left = new Expression.Relation(operator.get(), left, sum());
    }
  }

  private Expression sum() {
    var left = unary();
    while (skip("+")) {
      left = new Expression.Sum(left, unary());
    }
    return left;
  }

  private Expression unary() {
    return skip("!") ? new Expression.Not(unary()) : member();
  }

  private Expression member() {
    var member = primary();
    while (true) {
      if (skip(".")) {
        var name = word();
        member = skip("(") ? method(member, name) : new Expression.Select(member, field(name));
      } else if (skip("[")) {
        member = new Expression.Index(member, expression());
        expect("]");
      } else {
        return member;
      }
    }
  }

  /// Kubernetes writes a field whose name is a word of the language as in `__namespace__`.
  private static String field(String name) {
    boolean escaped = name.length() > 4 && name.startsWith("__") && name.endsWith("__");
    return escaped ? name.substring(2, name.length() - 2) : name;
  }

  private Expression primary() {
    var token = peek();
    at++;
    return switch (token.type()) {
      case WHOLE -> new Expression.Constant(new Value.Whole(Long.parseLong(token.text())));
      case TEXT -> new Expression.Constant(new Value.Text(token.text()));
      case WORD -> named(token.text());
      case SYMBOL -> bracket(token.text());
      case END -> throw unexpected();
    };
  }

  private Expression bracket(String symbol) {
    if (symbol.equals("(")) {
      var inner = expression();
      expect(")");
      return inner;
    }
    if (symbol.equals("[")) {
      return new Expression.ListOf(listUntil("]"));
    }
    throw unexpected();
  }

  private Expression named(String name) {
    if (skip("(")) {
      return name.equals("has") ? has() : call(name, listUntil(")"));
    }
    return switch (name) {
      case "true" -> new Expression.Constant(Value.TRUE);
      case "false" -> new Expression.Constant(Value.FALSE);
      case "null" -> new Expression.Constant(new Value.Nothing());
      default -> new Expression.Variable(name);
    };
  }

  private Expression has() {
    var argument = expression();
    expect(")");
    if (argument instanceof Expression.Select(Expression of, String field)) {
      return new Expression.Has(of, field);
    }
    throw unexpected();
  }

  private Expression method(Expression receiver, String name) {
    var macro = macro(name);
    if (macro.isPresent()) {
      var variable = word();
      expect(",");
      var body = expression();
      expect(")");
      return new Expression.Comprehension(macro.get(), receiver, variable, body);
    }
    var arguments = new ArrayList<>(List.of(receiver));
    arguments.addAll(listUntil(")"));
    return call(name, arguments);
  }

  private static Optional<Macro> macro(String name) {
    return Arrays.stream(Macro.values()).filter(macro -> macro.text().equals(name)).findFirst();
  }

  private Expression call(String name, List<Expression> arguments) {
    if (name.equals("matches")
        && arguments.size() == 2
        && arguments.get(1) instanceof Expression.Constant(Value.Text pattern)) {
      return new Expression.Matches(arguments.getFirst(), Pattern.compile(pattern.value()));
    }
    return Arrays.stream(Function.values())
        .filter(known -> known.text().equals(name) && known.arity() == arguments.size())
        .findFirst()
        .map(function -> new Expression.Call(function, List.copyOf(arguments)))
        .orElseThrow(() -> new IllegalArgumentException("no function " + name + ": " + source));
  }

  private List<Expression> listUntil(String end) {
    var list = new ArrayList<Expression>();
    while (!skip(end)) {
      if (!list.isEmpty()) {
        expect(",");
      }
      list.add(expression());
    }
    return list;
  }

  private Token peek() {
    return tokens.get(at);
  }

  private String word() {
    var token = peek();
    if (token.type() != Lexer.Type.WORD) {
      throw unexpected();
    }
    at++;
    return token.text();
  }

  private boolean skip(String symbol) {
    var token = peek();
    boolean found =
        token.text().equals(symbol)
            && (token.type() == Lexer.Type.SYMBOL || token.type() == Lexer.Type.WORD);
    at += found ? 1 : 0;
    return found;
  }

  private void expect(String symbol) {
    if (!skip(symbol)) {
      throw unexpected();
    }
  }

  private IllegalArgumentException unexpected() {
    return new IllegalArgumentException("token " + at + " is unexpected in: " + source);
  }
}
