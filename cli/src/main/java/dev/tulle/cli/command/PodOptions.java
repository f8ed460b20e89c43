package dev.tulle.cli.command;

import dev.tulle.cli.instance.Instance;
import dev.tulle.cli.outcome.Failure;
import dev.tulle.core.name.ObjectName;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// How a command that looks into one container is told which.
final class PodOptions {

  /// A pod, and the folder that it runs for.
  record Chosen(Instance instance, ObjectName name) {}

  @Parameters(
      index = "0",
      paramLabel = "POD",
      description = "A pod, or deploy/NAME, sts/NAME, svc/NAME...")
  private String pod = "";

  @Option(
      names = {"-c", "--container"},
      paramLabel = "NAME",
      description = "The container; the pod's first one if left out.")
  private Optional<String> container = Optional.empty();

  @Mixin private PodPlace place = new PodPlace();

  Chosen find() throws Failure {
    var running = place.running();
    return new Chosen(running.instance(), PodChoice.of(running.status(), pod, place.namespace()));
  }

  /// Whether it was this pod that was named, and not its workload.
  boolean names(ObjectName chosen) {
    return pod.endsWith(chosen.name());
  }

  /// Nothing where none was named.
  Optional<String> container() {
    return container;
  }
}
