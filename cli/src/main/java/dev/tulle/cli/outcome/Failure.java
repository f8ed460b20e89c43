package dev.tulle.cli.outcome;

import java.util.List;

/// What a command could not do for its user, in three sentences: what failed, why, and what to do
/// next. It is shown as it is, without a stack trace; a fault of Tulle itself is any other
/// exception.
public final class Failure extends Exception {

  private static final long serialVersionUID = 1;

  private final Exit exit;
  private final String why;
  private final String next;

  public Failure(Exit exit, String what, String why, String next) {
    super(what);
    this.exit = exit;
    this.why = why;
    this.next = next;
  }

  public Exit exit() {
    return exit;
  }

  /// A line each; why is left out where it would only repeat what.
  public List<String> lines() {
    return List.of("error: " + getMessage(), "  why:  " + why, "  next: " + next).stream()
        .filter(line -> !line.strip().equals("why:"))
        .toList();
  }
}
