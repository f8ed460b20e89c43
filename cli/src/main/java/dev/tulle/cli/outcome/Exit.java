package dev.tulle.cli.outcome;

/// How the program ends, as scripts see it. Each outcome has one code that never changes its
/// meaning.
public enum Exit {
  OK(0),
  /// The program worked, and what it looked at has faults.
  FINDINGS(1),
  /// The command line makes no sense, or names a folder or pod that is not there.
  USAGE(2),
  /// Something that is needed cannot be reached: the network, a running `up`, a program.
  UNREACHABLE(3),
  TIMED_OUT(4),
  NOT_PERMITTED(5),
  /// A fault of Tulle itself.
  BUG(70),
  INTERRUPTED(130);

  private final int code;

  Exit(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
