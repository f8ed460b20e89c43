package dev.tulle.cli.command;

import dev.tulle.cli.local.pod.PodExec;
import dev.tulle.cli.outcome.Exit;
import dev.tulle.cli.outcome.Failure;
import dev.tulle.core.name.ObjectName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tulle logs`.
@Command(
    name = "logs",
    description = "Shows what a container wrote to its standard output and error.",
    footer = {"", "Example:", "  tulle logs deploy/my-app -f --tail 20"})
final class LogsCommand implements Callable<Integer> {

  private static final String SUFFIX = ".log";

  private final Console console;

  @Parameters(index = "0", paramLabel = "POD", description = "A pod, or deploy/NAME, sts/NAME...")
  private String pod = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Goes on with what is written from now on.")
  private boolean follow;

  @Option(names = "--tail", paramLabel = "LINES", description = "Only the last so many lines.")
  private OptionalInt tail = OptionalInt.empty();

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

  LogsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Failure, InterruptedException {
    var running = RunningFolder.find(folder);
    var name = PodChoice.of(running.status(), pod, namespace);
    try {
      var log = new LogText(log(name, PodExec.logs(running.instance(), name)), console.out());
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
    var wanted = container.orElse("");
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
    if (!pod.endsWith(name.name()) || (logs.size() > 1 && wanted.isEmpty())) {
      console.say("container %s of pod %s (of %s)".formatted(container(log), name.name(), names));
    }
    return log;
  }

  private static String container(Path log) {
    var file = log.getFileName().toString();
    return file.endsWith(SUFFIX) ? file.substring(0, file.length() - SUFFIX.length()) : file;
  }
}
