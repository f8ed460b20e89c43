package dev.tulle.cli.command;

import dev.tulle.cli.install.Chart;
import dev.tulle.cli.outcome.Exit;
import dev.tulle.cli.outcome.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `tulle install`.
@Command(
    name = "install",
    description = {
      "Prints the objects that Tulle is made of in a cluster; it changes nothing.",
      "They are what the Helm chart renders, after the namespace that they are in."
    },
    footer = {
      "",
      "Example:",
      "  tulle install | kubectl apply -f -",
      "  tulle install --set replicas=3 -f my-values.yaml | kubectl apply -f -"
    })
final class InstallCommand implements Callable<Integer> {

  private final Console console;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      defaultValue = "tulle-system",
      description = "The namespace of the control plane (${DEFAULT-VALUE}).")
  private String namespace = "";

  @Option(
      names = {"-f", "--values"},
      paramLabel = "FILE",
      description = "A file of values; several count in their order.")
  private List<Path> files = List.of();

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "A value, as in replicas=3; it counts over those of files.")
  private List<String> assignments = List.of();

  @Option(
      names = "--no-gateway-api",
      description = "For a cluster without the Gateway API: leaves the GatewayClass out.")
  private boolean withoutGatewayApi;

  @Option(
      names = "--no-namespace",
      description = "Leaves the Namespace out, where somebody else makes it.")
  private boolean withoutNamespace;

  InstallCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Failure {
    var objects =
        Chart.render(new Chart.Target(namespace, !withoutGatewayApi), texts(), assignments);
    if (!withoutNamespace) {
      console
          .out()
          .println("---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: " + namespace);
    }
    console.out().print(objects);
    return Exit.OK.code();
  }

  private Map<String, String> texts() throws Failure {
    var texts = new LinkedHashMap<String, String>();
    for (var file : files) {
      try {
        texts.put(file.toString(), Files.readString(file));
      } catch (IOException e) {
        throw new Failure(
            Exit.USAGE, file + " cannot be read", e.toString(), "name a file of values");
      }
    }
    return texts;
  }
}
