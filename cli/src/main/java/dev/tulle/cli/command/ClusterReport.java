package dev.tulle.cli.command;

import dev.tulle.cli.check.ClusterCheck;
import dev.tulle.cli.check.ClusterFinding;
import dev.tulle.core.status.Severity;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// How `tulle check` shows what a cluster lacks.
final class ClusterReport {

  private ClusterReport() {}

  static void print(Console console, ClusterCheck.Report report) {
    console.say("%s: Kubernetes %s".formatted(report.server(), report.kubernetes()));
    report
        .gatewayApi()
        .ifPresent(
            api ->
                console.say("Gateway API %s, channel %s".formatted(api.version(), api.channel())));
    report.installed().ifPresent(version -> console.say("Tulle " + version + " is installed"));
    for (var finding : report.findings()) {
      var out = console.out();
      out.println(severity(finding) + ": " + CheckCommand.sentence(finding.message()));
      out.println("  why:  " + CheckCommand.sentence(finding.why()));
      out.println("  next: " + CheckCommand.sentence(finding.cure()));
      out.println("  see:  " + finding.link());
    }
    long errors = report.findings().stream().filter(it -> it.severity() == Severity.ERROR).count();
    console.say(
        CheckCommand.counted(errors, "error")
            + ", "
            + CheckCommand.counted(report.findings().size() - errors, "warning"));
  }

  static String json(ClusterCheck.Report report) {
    var all = new LinkedHashMap<String, Object>();
    all.put("schema", CheckCommand.SCHEMA);
    all.put("findings", report.findings().stream().map(ClusterReport::row).toList());
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(all);
  }

  private static Map<String, Object> row(ClusterFinding finding) {
    var row = new LinkedHashMap<String, Object>();
    row.put("severity", severity(finding));
    row.put("reason", finding.reason());
    row.put("message", finding.message());
    row.put("why", finding.why());
    row.put("cure", finding.cure());
    row.put("link", finding.link());
    return row;
  }

  private static String severity(ClusterFinding finding) {
    return finding.severity().name().toLowerCase(Locale.ROOT);
  }
}
