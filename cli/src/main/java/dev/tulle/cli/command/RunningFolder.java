package dev.tulle.cli.command;

import dev.tulle.cli.instance.Instance;
import dev.tulle.cli.outcome.Exit;
import dev.tulle.cli.outcome.Failure;
import dev.tulle.cli.status.StatusFile;
import dev.tulle.cli.status.StatusSnapshot;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A folder that runs on this machine, and its status. Where a command is given no folder and only
/// one runs, that one is meant.
record RunningFolder(Instance instance, StatusSnapshot status) {

  static RunningFolder find(Optional<Path> folder) throws Failure {
    try {
      return folder.isPresent() ? of(folder.get()) : theOnlyOne();
    } catch (AccessDeniedException e) {
      throw new Failure(
          Exit.NOT_PERMITTED,
          "what runs here cannot be looked at",
          "only root may read " + e.getFile(),
          "run the same command as root, for example with sudo");
    } catch (IOException e) {
      throw new Failure(
          Exit.UNREACHABLE,
          "the status of what runs here cannot be read",
          String.valueOf(e.getMessage()),
          "start it again with `tulle up FOLDER`");
    }
  }

  /// All that run, or ran and were not taken down, also those that came to no status.
  static List<Instance> instances() throws IOException {
    var found = new ArrayList<Instance>();
    if (!Files.isDirectory(Instance.runs())) {
      return found;
    }
    try (var folders = Files.list(Instance.runs())) {
      for (var run : folders.filter(Files::isDirectory).sorted().toList()) {
        var folder = StatusFile.in(run).read().map(status -> Path.of(status.folder()));
        found.add(Instance.ofRun(folder.orElse(run), run));
      }
    }
    return found;
  }

  private static List<RunningFolder> all() throws IOException {
    var found = new ArrayList<RunningFolder>();
    for (var instance : instances()) {
      StatusFile.in(instance.run())
          .read()
          .ifPresent(status -> found.add(new RunningFolder(instance, status)));
    }
    return found;
  }

  private static RunningFolder of(Path folder) throws IOException, Failure {
    Folders.mustExist(folder);
    var instance = Instance.of(folder);
    var status = StatusFile.in(instance.run()).read();
    return new RunningFolder(
        instance, status.orElseThrow(() -> nothingRuns("it is not running: " + folder)));
  }

  private static RunningFolder theOnlyOne() throws IOException, Failure {
    var running = all();
    return switch (running.size()) {
      case 0 -> throw nothingRuns("no folder is running on this machine");
      case 1 -> running.getFirst();
      default ->
          throw new Failure(
              Exit.USAGE,
              "several folders run on this machine",
              running.stream().map(it -> it.status().folder()).collect(Collectors.joining(", ")),
              "name the one that is meant");
    };
  }

  private static Failure nothingRuns(String why) {
    return new Failure(
        Exit.UNREACHABLE, "there is nothing to look at", why, "start it with `tulle up FOLDER`");
  }
}
