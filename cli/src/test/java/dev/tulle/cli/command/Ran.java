package dev.tulle.cli.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;

/// What one run of the program printed, and the code it ended with.
record Ran(int code, String out, String err) {

  static Ran of(String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    int code = Program.writingTo(new PrintWriter(out), new PrintWriter(err)).run(args);
    return new Ran(code, out.toString(), err.toString());
  }

  static PrintWriter nowhere() {
    return new PrintWriter(Writer.nullWriter());
  }
}
