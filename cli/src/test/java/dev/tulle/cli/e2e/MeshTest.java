package dev.tulle.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What a newcomer sees who runs `examples/mesh`: its programs call one another by name in all the
/// ways that there are, and the frontend shows what each said.
@EndToEnd
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MeshTest {

  private static final String HOST = "mesh.example.com";

  private final Folder folder = Folder.copyOf("mesh");
  private final Tulle tulle = Tulle.on(folder);

  MeshTest() throws IOException {}

  @BeforeAll
  void start() throws Exception {
    tulle.up();
    tulle.await("all that the frontend calls", () -> frontend().contains("all-in-order"));
  }

  @AfterAll
  void end() throws Exception {
    tulle.close();
    folder.close();
  }

  @Test
  void everyProgramReachesThoseItCalls() {
    assertThat(frontend().lines().map(it -> it.replaceAll(" +", " ")))
        .satisfiesExactly(
            it -> assertThat(it).startsWith("backend hello from backend-"),
            it -> assertThat(it).startsWith("legacy hello from backend-"),
            it -> assertThat(it).startsWith("greeter hello frontend from greeter-"),
            it -> assertThat(it).isEqualTo("greeter, a stream 1 2 3 4 5"),
            it -> assertThat(it).matches("cache visit [0-9]+, all-in-order"),
            it -> assertThat(it).matches("mail mail-.* ESMTP"),
            it -> assertThat(it).contains("ticks on connection 1, ", "from ticker-"),
            it -> assertThat(it).isEqualTo("db-0.db I am db-0"),
            it -> assertThat(it).isEqualTo("db-1.db I am db-1"),
            it -> assertThat(it).isEqualTo("db-2.db I am db-2"),
            it -> assertThat(it).matches("outsider outsider-.* was told: hello from backend-.*"));
  }

  @Test
  void aServiceIsReachedByItsNameFromAnyPod() throws Exception {
    for (var pod : new String[] {"deploy/frontend", "deploy/outsider", "sts/db"}) {
      var curl = tulle.exec(pod, "curl", "-s", "-S", "http://backend/");
      assertThat(curl.exit()).as(pod + ": " + curl.err()).isZero();
      assertThat(curl.out()).startsWith("hello from backend-");
    }
  }

  /// What it shows once all that it calls have answered; empty before.
  private String frontend() {
    try (var connection = new Connection(tulle.gateway())) {
      var answer = connection.get(HOST, "/");
      return answer.status() == 200 ? answer.body() : "";
    } catch (IOException e) {
      return "";
    }
  }
}
