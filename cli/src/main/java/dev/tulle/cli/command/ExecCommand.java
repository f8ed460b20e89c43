package dev.tulle.cli.command;

import dev.tulle.cli.local.pod.PodExec;
import dev.tulle.cli.outcome.Exit;
import dev.tulle.cli.outcome.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tulle exec`.
@Command(
    name = "exec",
    description = "Runs a command inside a pod: in its network, with its host name and variables.",
    footer = {
      "",
      "Example:",
      "  tulle exec deploy/my-app -- sh",
      "  tulle exec my-app-x2lqk -c web -- cat /proc/net/tcp"
    })
final class ExecCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(index = "0", paramLabel = "POD", description = "A pod, or deploy/NAME, sts/NAME...")
  private String pod = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "The command and its arguments, after --.")
  private List<String> command = List.of();

  @Option(
      names = {"-c", "--container"},
      paramLabel = "NAME",
      description = "The container; the pod's first one if left out.")
  private Optional<String> container = Optional.empty();

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

  ExecCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Failure {
    var running = RunningFolder.find(folder);
    var name = PodChoice.of(running.status(), pod, namespace);
    if (!pod.endsWith(name.name())) {
      console.say("in pod " + name.name());
    }
    try {
      var process = PodExec.command(running.instance(), name, container, command);
      return Replacement.become(process.command(), process.environment());
    } catch (IOException e) {
      throw new Failure(
          Exit.USAGE,
          "the command cannot be run in pod " + name.name(),
          String.valueOf(e.getMessage()),
          "see `tulle status -o wide` and `tulle logs " + name.name() + "`");
    }
  }
}
