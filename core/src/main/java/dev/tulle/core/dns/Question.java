package dev.tulle.core.dns;

/// One question of class IN: an absolute name in the case it was asked in, escaped as in a zone
/// file (`\.`, `\032`), and the number of a record type.
public record Question(String name, int type) {

  public Question {
    if (!name.endsWith(".")) {
      throw new IllegalArgumentException("the name " + name + " is not absolute: end it in a dot");
    }
  }
}
