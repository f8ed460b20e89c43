package dev.tulle.cli.view;

/// Colours a text, or leaves it alone. What is said in colour is always said in words, too.
enum Ink {
  PLAIN(""),
  BOLD("1"),
  DIM("2"),
  GOOD("32"),
  CARE("33"),
  BAD("31");

  private final String code;

  Ink(String code) {
    this.code = code;
  }

  String on(String text, boolean colours) {
    return colours && !code.isEmpty() && !text.isBlank()
        ? "\u001b[" + code + "m" + text + "\u001b[0m"
        : text;
  }
}
