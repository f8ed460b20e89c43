package dev.tulle.cli.local.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Why an Envoy has ended, as its log tells.
class EnvoyLogTest {

  @TempDir private Path directory = Path.of("");

  @Test
  void theFirstThatIsCriticalIsTheReason() throws IOException {
    assertThat(
            reason(
                """
                [2026-11-26 10:49:08.263][31646][warning][misc] [source/a.cc:39] a field is new
                [2026-11-26 10:49:08.263][31646][critical][assert] [source/b.cc:25] assert failure: fd >= 0.
                [2026-11-26 10:49:08.272][31646][critical][backtrace] [./source/c.h:173] Caught Aborted
                """))
        .isEqualTo("assert failure: fd >= 0.");
    assertThat(reason("[2026-11-26 10:49:08.263][1][critical][main] error initializing"))
        .isEqualTo("error initializing");
  }

  @Test
  void oneThatSaysNothingHasNone() throws IOException {
    assertThat(reason("[2026-11-26 10:49:08.263][1][warning][misc] [source/a.cc:39] a field\n"))
        .isEmpty();
    assertThat(new EnvoyLog(directory.resolve("none")).reason()).isEmpty();
  }

  private String reason(String text) throws IOException {
    return new EnvoyLog(Files.writeString(directory.resolve("envoy.log"), text)).reason();
  }
}
