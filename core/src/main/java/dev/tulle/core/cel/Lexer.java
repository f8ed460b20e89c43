package dev.tulle.core.cel;

import java.util.ArrayList;
import java.util.List;

/// Cuts the text of an expression into tokens.
final class Lexer {

  enum Type {
    WORD,
    WHOLE,
    TEXT,
    SYMBOL,
    END
  }

  /// For a text, `text` is what it means, without quotes and escapes.
  record Token(Type type, String text) {}

  private static final String DOUBLE_SYMBOLS = "&& || == != <= >=";

  private final String source;
  private int at;

  private Lexer(String source) {
    this.source = source;
  }

  /// The last one has the type `END`.
  static List<Token> tokens(String source) {
    var lexer = new Lexer(source);
    var tokens = new ArrayList<Token>();
    do {
      tokens.add(lexer.next());
    } while (tokens.getLast().type() != Type.END);
    return tokens;
  }

  private Token next() {
    while (at < source.length() && Character.isWhitespace(source.charAt(at))) {
      at++;
    }
    if (at == source.length()) {
      return new Token(Type.END, "");
    }
    char first = source.charAt(at);
    boolean raw = first == 'r' && at + 1 < source.length() && isQuote(source.charAt(at + 1));
    if (raw || isQuote(first)) {
      return text(raw);
    }
    if (Character.isDigit(first)) {
      return new Token(Type.WHOLE, run(Character::isDigit));
    }
    if (Character.isLetter(first) || first == '_') {
      return new Token(Type.WORD, run(c -> Character.isLetterOrDigit(c) || c == '_'));
    }
    int length = at + 1 < source.length() && isDouble(source.substring(at, at + 2)) ? 2 : 1;
    at += length;
    return new Token(Type.SYMBOL, source.substring(at - length, at));
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }

  private static boolean isDouble(String symbol) {
    return List.of(DOUBLE_SYMBOLS.split(" ", -1)).contains(symbol);
  }

  private interface Characters {
    boolean have(char c);
  }

  private String run(Characters characters) {
    int start = at;
    while (at < source.length() && characters.have(source.charAt(at))) {
      at++;
    }
    return source.substring(start, at);
  }

  private Token text(boolean raw) {
    at += raw ? 1 : 0;
    var quote = source.substring(at, at + 1);
    var delimiter = source.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
    at += delimiter.length();
    var text = new StringBuilder();
    while (!source.startsWith(delimiter, at)) {
      if (at + 1 >= source.length()) {
        throw new IllegalArgumentException("a text without an end in: " + source);
      }
      if (source.charAt(at) == '\\' && !raw) {
        text.append(escaped(source.charAt(at + 1)));
        at += 2;
      } else {
        text.append(source.charAt(at));
        at++;
      }
    }
    at += delimiter.length();
    return new Token(Type.TEXT, text.toString());
  }

  private static char escaped(char c) {
    return switch (c) {
      case '\\', '\'', '"', '`', '?' -> c;
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> throw new IllegalArgumentException("an escape that is not known: \\" + c);
    };
  }
}
