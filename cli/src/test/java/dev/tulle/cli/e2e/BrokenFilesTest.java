package dev.tulle.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.cli.status.StatusSnapshot.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// A file that is broken while it serves yields one sentence with its place and the cure, and costs
/// no request: the last good version stays in force.
@EndToEnd
class BrokenFilesTest {

  /// What a user does to a file, where it must be reported with which word, and how many objects it
  /// is reported of.
  private record Fault(
      String file, UnaryOperator<String> edit, int line, String word, int objects) {
    Fault(String file, UnaryOperator<String> edit, int line, String word) {
      this(file, edit, line, word, 1);
    }
  }

  private static final String INGRESS = "my-ingress.yaml";
  private static final String SERVICE = "my-service.yaml";
  private static final String SECOND = "second.example.com";

  private static final List<Fault> FAULTS =
      List.of(
          new Fault(INGRESS, it -> it.replace("  rules:", "  rules: ["), 7, ""),
          new Fault(INGRESS, it -> it.replace("  rules:", "  ruless:"), 6, "ruless"),
          new Fault(INGRESS, it -> it.replace("number: 80", "number: eighty"), 16, "number"),
          new Fault(INGRESS, it -> it.replace("name: my-service", "name: gone"), 14, "gone"),
          new Fault(INGRESS, it -> it.replace("number: 80", "number: 81"), 15, "81"),
          new Fault(SERVICE, it -> it + "---\n" + it, 13, "my-service"),
          new Fault(SERVICE, it -> it.replace("port: 80", "port: 99999"), 10, "99999"),
          new Fault(SERVICE, it -> it.replace("kind: Service", "kind: Servise"), 2, "Servise"),
          new Fault(
              INGRESS,
              it -> it + "---\n" + Yaml.ingress("rival", Tulle.HOST, "my-service"),
              0,
              "rival",
              2));

  @Test
  void eachFaultIsSaidOnceAndCostsNoRequest() throws Exception {
    try (var folder = Folder.copyOf("hello");
        var tulle = Tulle.on(folder)) {
      folder.edit(
          INGRESS, it -> it.replace("- path: /\n", "- path: /\n            pathType: Prefix\n"));
      tulle.serve(3);
      assertThat(tulle.warnings()).isEmpty();
      var wrong = new ArrayList<String>();
      try (var load = tulle.load()) {
        load.more(150);
        for (var fault : FAULTS) {
          var good = folder.read(fault.file());
          folder.edit(fault.file(), fault.edit());
          tulle.awaitStatus("a warning of " + fault.word(), it -> !it.warnings().isEmpty());
          load.more(60);
          judge(fault, tulle.warnings(), wrong);
          folder.save(fault.file(), good);
          tulle.awaitStatus("no warning of " + fault.word(), it -> it.warnings().isEmpty());
        }
        load.endsWithoutFailure();
      }
      assertThat(wrong).isEmpty();
    }
  }

  @Test
  void aFileThatIsEmptiedOrDeletedIsFollowedAndUndone() throws Exception {
    try (var folder = Folder.copyOf("hello");
        var tulle = Tulle.on(folder)) {
      folder.save("second.yaml", Yaml.ingress("second", SECOND, "my-service"));
      tulle.serve(3);
      var text = folder.read("second.yaml");
      int said = tulle.warnings().size();
      try (var load = tulle.load()) {
        load.more(150);
        // as it is while an editor writes it: what was in it stays in force
        folder.save("second.yaml", "");
        tulle.awaitStatus("a warning", it -> it.warnings().size() == said + 1);
        assertThat(tulle.status(SECOND, "/")).isEqualTo(200);
        folder.save("second.yaml", "# nothing\n");
        tulle.await("nothing there", () -> tulle.status(SECOND, "/") == 404);
        folder.save("second.yaml", text);
        tulle.awaitAnswer(SECOND);
        folder.delete("second.yaml");
        tulle.await("nothing there", () -> tulle.status(SECOND, "/") == 404);
        folder.save("second.yaml", text);
        tulle.awaitAnswer(SECOND);
        load.endsWithoutFailure();
      }
      assertThat(tulle.warnings()).hasSize(said);
    }
  }

  private static void judge(Fault fault, List<Warning> warnings, List<String> wrong) {
    if (warnings.size() != fault.objects()) {
      wrong.add(fault.word() + ": of " + fault.objects() + " objects, but " + warnings);
    }
    for (var warning : warnings) {
      boolean placed =
          warning.file().endsWith("/" + fault.file())
              && warning.line() > 0
              && (fault.line() == 0 || warning.line() == fault.line());
      if (!placed || !warning.message().contains(fault.word()) || warning.cure().isEmpty()) {
        wrong.add(fault.word() + " (line " + fault.line() + "): " + warning);
      }
    }
  }
}
