package dev.tulle.cli.command;

import dev.tulle.cli.outcome.Failure;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Parameters;

/// Which of the folders that run a command is about.
final class FolderChoice {

  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      description = "The folder that runs; may be left out where only one does.")
  private Optional<Path> folder = Optional.empty();

  RunningFolder running() throws Failure {
    return RunningFolder.find(folder);
  }

  /// Nothing where none was named.
  Optional<Path> named() {
    return folder;
  }
}
