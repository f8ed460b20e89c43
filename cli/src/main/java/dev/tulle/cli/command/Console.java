package dev.tulle.cli.command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/// Where a command writes: what it was asked for goes to `out`, everything else to `err`.
record Console(PrintWriter out, PrintWriter err) {

  static Console ofProcess() {
    return new Console(
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8));
  }

  void say(String line) {
    err.println(line);
    err.flush();
  }
}
