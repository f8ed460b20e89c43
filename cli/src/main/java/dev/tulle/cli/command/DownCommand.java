package dev.tulle.cli.command;

import dev.tulle.cli.instance.Instance;
import dev.tulle.cli.local.Removal;
import dev.tulle.cli.outcome.Exit;
import dev.tulle.cli.outcome.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tulle down`.
@Command(
    name = "down",
    description = {
      "Removes all that runs of a folder: pods, proxies, networks, also what a crash left behind.",
      "Addresses of Services and the certificate authority are kept for its next start."
    },
    footer = {"", "Example:", "  tulle down examples/hello", "  tulle down --all"})
final class DownCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private FolderChoice folder = new FolderChoice();

  @Option(names = "--all", description = "Every folder that runs on this machine.")
  private boolean all;

  DownCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Failure, InterruptedException {
    Root.need("down");
    try {
      var instances = instances();
      if (instances.isEmpty()) {
        console.say("nothing was running");
      }
      for (var instance : instances) {
        if (Removal.isNeeded(instance)) {
          Removal.of(instance, console::say);
          console.say("nothing of " + instance.folder() + " runs any more");
        } else {
          console.say("nothing of " + instance.folder() + " was running");
        }
      }
    } catch (IOException e) {
      throw new Failure(
          Exit.UNREACHABLE,
          "something could not be removed",
          String.valueOf(e.getMessage()),
          "try `tulle down` again");
    }
    return Exit.OK.code();
  }

  private List<Instance> instances() throws Failure, IOException {
    if (all) {
      return RunningFolder.instances();
    }
    if (folder.named().isPresent()) {
      var named = folder.named().get();
      return List.of(
          Files.isDirectory(named)
              ? Instance.of(named)
              : deleted(named.toAbsolutePath().normalize()));
    }
    var running = RunningFolder.instances();
    if (running.size() > 1) {
      throw new Failure(
          Exit.USAGE,
          "several folders run on this machine",
          running.stream().map(it -> it.folder().toString()).collect(Collectors.joining(", ")),
          "name the one that is meant, or use --all");
    }
    return running;
  }

  /// A folder may be deleted while it runs.
  private static Instance deleted(Path gone) throws Failure, IOException {
    return RunningFolder.instances().stream()
        .filter(instance -> instance.folder().equals(gone))
        .findFirst()
        .orElseThrow(
            () ->
                new Failure(
                    Exit.USAGE,
                    gone + " is not a folder that runs",
                    "it does not exist, and nothing was started from it",
                    "name the folder that `tulle up` was given, or use --all"));
  }
}
