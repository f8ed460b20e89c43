package dev.tulle.cli.command;

import dev.tulle.cli.check.ClusterCheck;
import dev.tulle.cli.outcome.Exit;
import dev.tulle.cli.outcome.Failure;
import dev.tulle.core.manifest.FileFinding;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Severity;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/// `tulle check`.
@Command(
    name = "check",
    description = {
      "Reports all that is wrong or doubtful in a folder, without running anything, or what a"
          + " cluster lacks for Tulle to run in it.",
      "Ends with 0 when there is nothing to report, and with 1 otherwise."
    },
    footer = {
      "",
      "Example:",
      "  tulle check examples/hello",
      "  tulle check --cluster",
      "  tulle check --context staging"
    })
final class CheckCommand implements Callable<Integer> {

  private enum Format {
    TEXT,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static final String SCHEMA = "tulle.dev/findings/v1";

  private final Console console;

  @Parameters(paramLabel = "FOLDER", arity = "0..1", description = "The folder of Kubernetes YAML.")
  private Optional<Path> folder = Optional.empty();

  @Option(
      names = "--cluster",
      description = "Checks the cluster of the kubeconfig's current context instead.")
  private boolean cluster;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "Checks the cluster of another context instead.")
  private Optional<String> context = Optional.empty();

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      defaultValue = "tulle-system",
      description = "Where Tulle is in the cluster, or is to be (${DEFAULT-VALUE}).")
  private String namespace = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "text (the default) or json.")
  private Format format = Format.TEXT;

  CheckCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Failure {
    boolean ofCluster = cluster || context.isPresent();
    if (folder.isPresent() == ofCluster) {
      throw new Failure(
          Exit.USAGE,
          folder.isPresent() ? "a folder or a cluster is checked, not both" : "nothing to check",
          "`tulle check` takes a folder, or --cluster, or --context",
          "`tulle check --help` shows what it takes, with an example");
    }
    return ofCluster ? ofCluster() : ofFolder(folder.orElseThrow());
  }

  private int ofCluster() throws Failure {
    var report = ClusterCheck.of(context, namespace, VersionCommand.version());
    switch (format) {
      case TEXT -> ClusterReport.print(console, report);
      case JSON -> console.out().println(ClusterReport.json(report));
    }
    return (report.findings().isEmpty() ? Exit.OK : Exit.FINDINGS).code();
  }

  private int ofFolder(Path folder) throws Failure {
    var rehearsal = Offline.of(folder);
    var findings = rehearsal.findings();
    switch (format) {
      case TEXT -> text(findings, rehearsal.objects());
      case JSON -> console.out().println(json(findings));
    }
    return (findings.isEmpty() ? Exit.OK : Exit.FINDINGS).code();
  }

  private void text(List<FileFinding> findings, int objects) {
    for (var finding : findings) {
      var place = finding.line() > 0 ? finding.file() + ":" + finding.line() : finding.file();
      console.out().println(place + ": " + severity(finding) + ": " + sentence(finding.message()));
      if (!finding.cure().isEmpty()) {
        console.out().println("  " + sentence(capitalized(finding.cure())));
      }
    }
    long errors = findings.stream().filter(it -> it.severity() == Severity.ERROR).count();
    console.say(
        counted(objects, "object")
            + ", "
            + counted(errors, "error")
            + ", "
            + counted(findings.size() - errors, "warning"));
  }

  static String counted(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private static String json(List<FileFinding> findings) {
    var all = new LinkedHashMap<String, Object>();
    all.put("schema", SCHEMA);
    all.put("findings", findings.stream().map(CheckCommand::row).toList());
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(all);
  }

  private static Map<String, Object> row(FileFinding finding) {
    var row = new LinkedHashMap<String, Object>();
    row.put("severity", severity(finding));
    row.put("file", finding.file());
    row.put("line", finding.line());
    row.put("object", finding.object().map(ObjectName::toString).orElse(""));
    row.put("reason", finding.reason());
    row.put("message", finding.message());
    row.put("cure", finding.cure());
    return row;
  }

  private static String severity(FileFinding finding) {
    return finding.severity().name().toLowerCase(Locale.ROOT);
  }

  static String sentence(String text) {
    return text.endsWith(".") || text.endsWith("?") ? text : text + ".";
  }

  static String capitalized(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
