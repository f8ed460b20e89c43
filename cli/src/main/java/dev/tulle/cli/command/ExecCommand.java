package dev.tulle.cli.command;

import dev.tulle.cli.local.pod.PodExec;
import dev.tulle.cli.outcome.Exit;
import dev.tulle.cli.outcome.Failure;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private PodOptions pod = new PodOptions();

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "The command and its arguments, after --.")
  private List<String> command = List.of();

  ExecCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Failure {
    Root.need("exec");
    var chosen = pod.find();
    var name = chosen.name();
    if (!pod.names(name)) {
      console.say("in pod " + name.name());
    }
    try {
      var process = PodExec.command(chosen.instance(), name, pod.container(), command);
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
