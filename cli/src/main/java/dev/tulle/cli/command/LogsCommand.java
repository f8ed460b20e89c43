package dev.tulle.cli.command;

import dev.tulle.cli.local.pod.PodExec;
import dev.tulle.cli.outcome.Exit;
import dev.tulle.cli.outcome.Failure;
import dev.tulle.core.name.ObjectName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tulle logs`.
@Command(
    name = "logs",
    description = "Shows what a container wrote to its standard output and error.",
    footer = {"", "Example:", "  tulle logs deploy/my-app -f --tail 20"})
final class LogsCommand implements Callable<Integer> {

  private static final String SUFFIX = ".log";

  private final Console console;

  @Mixin private PodOptions pod = new PodOptions();

  @Option(
      names = {"-f", "--follow"},
      description = "Goes on with what is written from now on.")
  private boolean follow;

  @Option(names = "--tail", paramLabel = "LINES", description = "Only the last so many lines.")
  private OptionalInt tail = OptionalInt.empty();

  LogsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Failure, InterruptedException {
    Root.need("logs");
    var chosen = pod.find();
    var name = chosen.name();
    try {
      var log = new LogText(log(name, PodExec.logs(chosen.instance(), name)), console.out());
      log.print(tail);
      if (follow) {
        log.follow();
      }
      return Exit.OK.code();
    } catch (IOException e) {
      throw new Failure(
          Exit.UNREACHABLE,
          "the log of pod " + name.name() + " cannot be read",
          String.valueOf(e.getMessage()),
          "see whether the pod is still there with `tulle status -o wide`");
    }
  }

  private Path log(ObjectName name, List<Path> logs) throws Failure {
    var wanted = pod.container().orElse("");
    var names = logs.stream().map(LogsCommand::container).collect(Collectors.joining(", "));
    var log =
        logs.stream()
            .filter(path -> wanted.isEmpty() || container(path).equals(wanted))
            .findFirst()
            .orElseThrow(
                () ->
                    new Failure(
                        Exit.USAGE,
                        "pod %s has no container %s".formatted(name.name(), wanted),
                        names.isEmpty() ? "the pod is gone" : "it has " + names,
                        "name another one with -c"));
    if (!pod.names(name) || (logs.size() > 1 && wanted.isEmpty())) {
      console.say("container %s of pod %s (of %s)".formatted(container(log), name.name(), names));
    }
    return log;
  }

  private static String container(Path log) {
    var file = log.getFileName().toString();
    return file.endsWith(SUFFIX) ? file.substring(0, file.length() - SUFFIX.length()) : file;
  }
}
