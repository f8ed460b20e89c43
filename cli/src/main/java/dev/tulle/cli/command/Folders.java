package dev.tulle.cli.command;

import dev.tulle.cli.outcome.Exit;
import dev.tulle.cli.outcome.Failure;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a FOLDER on the command line must be.
final class Folders {

  private Folders() {}

  static Path mustExist(Path folder) throws Failure {
    if (Files.isDirectory(folder) && Files.isReadable(folder)) {
      return folder;
    }
    var why =
        Files.isDirectory(folder)
            ? "it may not be read"
            : Files.exists(folder) ? "it is a file" : "it does not exist";
    throw new Failure(
        Exit.USAGE,
        folder + " is not a folder of YAML",
        why,
        "name a folder that has your Kubernetes YAML in it");
  }
}
