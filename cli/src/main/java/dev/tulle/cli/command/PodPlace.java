package dev.tulle.cli.command;

import dev.tulle.cli.outcome.Failure;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Where the pod is that a command is about.
final class PodPlace {

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "The pod's namespace, where the name alone is not enough.")
  private Optional<String> namespace = Optional.empty();

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description = "The folder that runs; may be left out where only one does.")
  private Optional<Path> folder = Optional.empty();

  RunningFolder running() throws Failure {
    return RunningFolder.find(folder);
  }

  /// Nothing where none was named.
  Optional<String> namespace() {
    return namespace;
  }
}
