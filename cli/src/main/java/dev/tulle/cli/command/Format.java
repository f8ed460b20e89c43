package dev.tulle.cli.command;

import java.util.Locale;

/// The forms in which a command prints what it lists.
enum Format {
  TABLE,
  WIDE,
  JSON,
  YAML,
  NAME;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
