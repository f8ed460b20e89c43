package dev.tulle.cli.command;

import dev.tulle.cli.outcome.Exit;
import dev.tulle.cli.outcome.Failure;

/// What only root may do.
final class Root {

  private Root() {}

  /// Says so in one sentence where we are not root.
  static void need(String command) throws Failure {
    if (!"root".equals(System.getProperty("user.name"))) {
      throw new Failure(
          Exit.NOT_PERMITTED,
          "`tulle " + command + "` needs root",
          "pods are network namespaces of this machine, which only root can make, enter and remove",
          "run it with sudo");
    }
  }
}
