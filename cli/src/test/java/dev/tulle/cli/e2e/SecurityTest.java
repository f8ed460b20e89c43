package dev.tulle.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Another user of the machine gets nothing: no key, no admin interface, no configuration.
@EndToEnd
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityTest {

  /// What a client of HTTP/2 says first, with empty settings.
  private static final byte[] HTTP2_BEGINS =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII);

  private final Folder folder = Folder.copyOf("hello");
  private final Tulle tulle = Tulle.on(folder);

  SecurityTest() throws IOException {}

  @BeforeAll
  void start() throws Exception {
    tulle.serve(3);
  }

  @AfterAll
  void end() throws Exception {
    tulle.close();
    folder.close();
  }

  @Test
  void nobodyReadsCredentials() throws Exception {
    var secrets = List.of(tulle.state().resolve("ca"), run().resolve("proxies"));
    int seen = 0;
    for (var directory : secrets) {
      for (var file : files(directory)) {
        seen++;
        var read = tulle.asNobody("cat", file.toString());
        assertThat(read.exit()).as(file + " was read").isNotZero();
      }
    }
    assertThat(seen).as("files with credentials").isGreaterThan(4);
  }

  @Test
  void nobodyReadsThePodsOfOthers() throws Exception {
    for (var file : files(run().resolve("pods"))) {
      assertThat(tulle.asNobody("cat", file.toString()).exit()).as(file.toString()).isNotZero();
    }
  }

  @Test
  void nobodyReachesTheAdminInterface() throws Exception {
    var socket = run().resolve("proxies/ingress/admin.sock");
    assertThat(tulle.envoy().get("/ready")).contains("LIVE");
    assertThat(tulle.asNobody("test", "-e", socket.toString()).exit()).isNotZero();
  }

  /// Not even root is told anything without a certificate.
  @Test
  void withoutACertificateTheControlPlaneTellsNothing() throws Exception {
    var socket = run().resolve("xds.sock");
    assertThatThrownBy(
            () -> {
              try (var tls = Certificate.secure(new UnixSocket(socket), "control-plane", "h2")) {
                tls.getOutputStream().write(HTTP2_BEGINS);
                assertThat(tls.getInputStream().read()).isEqualTo(-1);
                throw new EOFException("it hangs up");
              }
            })
        .isInstanceOf(IOException.class);
  }

  @Test
  void envoyRunsAsAUserOfItsOwnWithoutPrivileges() throws Exception {
    var status = Files.readString(Path.of("/proc/" + tulle.envoyPid() + "/status"));
    assertThat(status).containsPattern("Uid:\\s+60937\\s+60937\\s+60937\\s+60937");
    assertThat(status).containsPattern("CapEff:\\s+0+\n").containsPattern("NoNewPrivs:\\s+1");
  }

  @Test
  void upWithoutRootIsRefusedInOneSentence() throws Exception {
    var program = Programs.repository().resolve("tulle").toString();
    assumeTrue(
        tulle.asNobody("test", "-x", program).exit() == 0,
        "other users cannot reach this clone: not run");
    var up = tulle.asNobody(program, "up", "/tmp");
    assertThat(up.exit()).isEqualTo(5);
    HelloTest.assertRefusal(up, "needs root");
  }

  private Path run() throws IOException {
    return tulle.run().orElseThrow();
  }

  private static List<Path> files(Path directory) throws IOException {
    try (var all = Files.walk(directory)) {
      return all.filter(it -> Files.isRegularFile(it)).toList();
    }
  }
}
