package dev.tulle.cli.command;

import dev.tulle.cli.outcome.Exit;
import dev.tulle.cli.outcome.Failure;
import dev.tulle.core.xds.Printer;
import dev.tulle.core.xds.Renderer;
import dev.tulle.core.xds.Resource;
import dev.tulle.core.xds.ResourceType;
import dev.tulle.core.xds.Resources;
import dev.tulle.core.xds.Scope;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tulle translate`.
@Command(
    name = "translate",
    description = {
      "Prints the exact Envoy configuration that a folder becomes, once all its pods are ready,"
          + " without running anything.",
      "Addresses of pods are made up; private keys are not shown."
    },
    footer = {
      "",
      "Example:",
      "  tulle translate examples/hello --proxy ingress -o yaml",
      "  tulle translate examples/mesh --proxy deploy/frontend"
    })
final class TranslateCommand implements Callable<Integer> {

  private enum Format {
    YAML,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Console console;

  @Parameters(paramLabel = "FOLDER", description = "The folder of Kubernetes YAML.")
  private Path folder = Path.of("");

  @Option(
      names = "--proxy",
      paramLabel = "NAME",
      description = "Only this proxy, such as ingress or deploy/my-app; all if left out.")
  private Optional<String> proxy = Optional.empty();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "yaml (the default) or json.")
  private Format format = Format.YAML;

  TranslateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Failure {
    var rehearsal = Offline.of(folder);
    var mesh = rehearsal.compilation().mesh();
    var renderer = new Renderer();
    var json =
        chosen(rehearsal.proxies()).entrySet().stream()
            .map(
                it ->
                    "\"%s\":%s".formatted(it.getValue(), json(renderer.render(mesh, it.getKey()))))
            .collect(Collectors.joining(",", "{", "}"));
    switch (format) {
      case YAML -> console.out().print(new Output().yaml(json));
      case JSON -> console.out().println(new Output().indented(json));
    }
    var findings = rehearsal.findings();
    if (!findings.isEmpty()) {
      console.say("`tulle check %s` has something to say about it".formatted(folder));
    }
    return Exit.OK.code();
  }

  /// The names of each class of proxies, in the order of the first one.
  private SequencedMap<Scope, String> chosen(SequencedMap<String, Scope> proxies) throws Failure {
    if (proxy.isPresent() && !proxies.containsKey(proxy.get())) {
      throw new Failure(
          Exit.USAGE,
          "there is no proxy " + proxy.get(),
          "this folder makes " + String.join(", ", proxies.keySet()),
          "name one of them with --proxy, or leave it out");
    }
    return proxies.entrySet().stream()
        .filter(it -> proxy.isEmpty() || proxy.get().equals(it.getKey()))
        .collect(
            Collectors.groupingBy(
                Map.Entry::getValue,
                LinkedHashMap::new,
                Collectors.mapping(Map.Entry::getKey, Collectors.joining(", "))));
  }

  /// By type in the order of the wire, and by name.
  private static String json(Resources resources) {
    var types = new StringBuilder("{");
    for (var type : ResourceType.values()) {
      var all =
          resources.of(type).values().stream()
              .sorted(Comparator.comparing(Resource::name))
              .map(Printer::json)
              .collect(Collectors.joining(","));
      if (!all.isEmpty()) {
        types.append(types.length() > 1 ? "," : "");
        types.append("\"%ss\":[%s]".formatted(type.name().toLowerCase(Locale.ROOT), all));
      }
    }
    return types.append("}").toString();
  }
}
