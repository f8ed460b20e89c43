package dev.tulle.core.gateway;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/// Judges regular expressions as RE2 has them, which is what proxies understand.
final class Expressions {

  private Expressions() {}

  /// What is wrong with it, or empty.
  static String problem(String expression) {
    try {
      Pattern.compile(expression);
      return "";
    } catch (PatternSyntaxException e) {
      return e.getDescription();
    }
  }
}
