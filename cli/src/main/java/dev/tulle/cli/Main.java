package dev.tulle.cli;

import dev.tulle.cli.command.Program;

/// The entry of the `tulle` program.
final class Main {

  private Main() {}

  public static void main(String[] args) {
    System.exit(Program.ofProcess().run(args));
  }
}
