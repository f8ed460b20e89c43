package dev.tulle.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionCommandTest {

  @Test
  void bashCompletesCommandsAndOptionsButNothingHidden(@TempDir Path folder) throws Exception {
    assertThat(completed(folder, "tulle", "st")).isEqualTo("status");
    assertThat(completed(folder, "tulle", "status", "--out")).isEqualTo("--output");
    assertThat(completed(folder, "tulle", "tra")).doesNotContain("train");
    assertThat(completed(folder, "tulle", "proxy", "ro")).isEqualTo("routes");
  }

  @Test
  void fishKnowsEachCommand() {
    var ran = Ran.of("completion", "fish");

    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .contains("complete -c tulle -n __fish_use_subcommand -f -a status")
        .containsPattern(
            "-n '__fish_seen_subcommand_from proxy; and not .* routes .*' -f -a routes")
        .contains("-s o -l output -r")
        .doesNotContain("train");
  }

  @Test
  void anUnknownShellIsUsage() {
    var ran = Ran.of("completion", "tcsh");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("tcsh");
  }

  /// What bash itself offers once the script is loaded.
  private static String completed(Path folder, String... words)
      throws IOException, InterruptedException {
    var script = Files.writeString(folder.resolve("script"), Ran.of("completion", "bash").out());
    var program =
        "source '%s'; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_tulle; echo \"${COMPREPLY[*]}\""
            .formatted(script, String.join(" ", words), words.length - 1);
    var bash = new ProcessBuilder("bash", "-c", program).start();
    var out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(out).isZero();
    return out.strip();
  }
}
