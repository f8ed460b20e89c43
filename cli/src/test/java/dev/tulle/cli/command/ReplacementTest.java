package dev.tulle.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplacementTest {

  /// What the process becomes: the same process, with what it was given, and no blocked signals.
  public static void main(String[] args) throws IOException {
    Replacement.become(
        List.of(
            "/bin/sh",
            "-c",
            "echo $$ \"$WORD\" \"$0\"; grep SigBlk /proc/self/status; exit 7",
            "a b"),
        Map.of("WORD", "given", "PATH", "/usr/bin:/bin"));
  }

  @Test
  void theProcessBecomesTheOtherProgram() throws Exception {
    var java = ProcessHandle.current().info().command().orElseThrow();
    var process =
        new ProcessBuilder(
                java,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ReplacementTest.class.getName())
            .start();
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isEqualTo(7);
    assertThat(out.lines())
        .containsExactly(process.pid() + " given a b", "SigBlk:\t0000000000000000");
  }
}
