package dev.tulle.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a newcomer sees who runs `examples/hello` and tries each command on it.
@EndToEnd
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HelloTest {

  private final Folder folder = Folder.copyOf("hello");
  private final Tulle tulle = Tulle.on(folder);

  HelloTest() throws IOException {}

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
  void theGatewayAnswersForTheHostFromAllReplicas() throws Exception {
    var bodies = new HashSet<String>();
    try (var connection = new Connection(tulle.gateway())) {
      for (int i = 0; i < 60; i++) {
        var answer = connection.get(Tulle.HOST, "/");
        assertThat(answer.status()).isEqualTo(200);
        bodies.add(answer.body().strip());
      }
    }
    assertThat(bodies).hasSize(3).allMatch(it -> it.startsWith("hello from my-app-"));
  }

  @Test
  void anUnknownHostIsNotFound() {
    assertThat(tulle.status("other.example.com", "/")).isEqualTo(404);
  }

  @Test
  void theMissingPathTypeIsSaidOnceWithItsPlaceAndCure() throws Exception {
    var warnings = tulle.warnings();
    assertThat(warnings).hasSize(1);
    var warning = warnings.getFirst();
    assertThat(warning.severity()).isEqualTo("warning");
    assertThat(warning.place()).isEqualTo(folder.path() + "/my-ingress.yaml:10");
    assertThat(warning.message()).contains("pathType");
    assertThat(warning.cure()).contains("pathType: ImplementationSpecific");
    var said = tulle.printed().lines().filter(it -> it.contains("pathType:")).toList();
    assertThat(said).hasSize(1);
  }

  @Test
  void statusShowsObjectsWithTheirConditions() throws Exception {
    var table = tulle.run("status", folder.path().toString());
    assertThat(table.exit()).as(table.err()).isZero();
    assertThat(table.out())
        .contains("deployment/my-app", "3/3", "my-service", "my-ingress.yaml:10", Tulle.HOST);

    var json = tulle.run("status", folder.path().toString(), "-o", "json");
    assertThat(json.exit()).as(json.err()).isZero();
    var status = JsonMapper.shared().readTree(json.out());
    assertThat(status.path("schema").asString()).isEqualTo("tulle.dev/status/v1");
    assertThat(condition(status, "Service", "Programmed")).isEqualTo("True");
    assertThat(condition(status, "Ingress", "Programmed")).isEqualTo("True");
    assertThat(condition(status, "Deployment", "Available")).isEqualTo("True");
    assertThat(status.path("proxies").size()).as("the gateway, and one for each pod").isEqualTo(4);
    assertThat(status.path("proxies").get(0).path("connected").asBoolean()).isTrue();
  }

  @Test
  void checkFindsTheSameAndEndsWithOne() throws Exception {
    var check = tulle.run("check", folder.path().toString());
    assertThat(check.exit()).isEqualTo(1);
    assertThat(check.out().lines().filter(it -> it.contains("warning:")))
        .singleElement()
        .asString()
        .startsWith(folder.path() + "/my-ingress.yaml:10: warning: ");
  }

  @Test
  void aFolderWithoutFaultsEndsCheckWithZero() throws Exception {
    try (var other = Folder.copyOf("hello")) {
      other.edit(
          "my-ingress.yaml",
          it -> it.replace("- path: /\n", "- path: /\n            pathType: Prefix\n"));
      var check = tulle.run("check", other.path().toString());
      assertThat(check.exit()).as(check.out()).isZero();
    }
  }

  @Test
  void execAndLogsReachAPod() throws Exception {
    var name = tulle.exec("deploy/my-app", "hostname");
    assertThat(name.exit()).as(name.err()).isZero();
    assertThat(pods()).contains(name.out().strip());

    var logs = tulle.run("logs", "--folder", folder.path().toString(), name.out().strip());
    assertThat(logs.exit()).as(logs.err()).isZero();
    assertThat(logs.out()).contains("listening on port 9376");
  }

  @Test
  void execEndsWithTheStatusOfItsCommand() throws Exception {
    var exec = tulle.exec("deploy/my-app", "sh", "-c", "exit 7");
    assertThat(exec.exit()).isEqualTo(7);
  }

  @Test
  void aSecondUpOfTheFolderIsRefused() throws Exception {
    var second = tulle.run(tulle.upArguments());
    assertThat(second.exit()).isEqualTo(2);
    assertRefusal(second, "running already");
    assertThat(tulle.status(Tulle.HOST, "/")).isEqualTo(200);
  }

  @Test
  void aPortThatIsTakenIsRefused() throws Exception {
    try (var other = Folder.copyOf("hello");
        var mesh = Tulle.on(other)) {
      var port = Integer.toString(tulle.http());
      var free = Integer.toString(mesh.secureGateway().getPort());
      var up = mesh.run("up", other.path().toString(), "--http", port, "--https", free);
      assertThat(up.exit()).isEqualTo(2);
      assertRefusal(up, "127.0.0.1:" + port);
      assertThat(Belongings.of(tulle).left()).isNotEmpty();
      assertThat(mesh.run()).isEmpty();
    }
  }

  @Test
  void versionNamesTulleAndEnvoy() throws Exception {
    var version = tulle.run("version");
    assertThat(version.exit()).isZero();
    assertThat(version.out()).contains("1.40.0").containsPattern("tulle +\\d");
  }

  private Set<String> pods() throws IOException {
    var names = new HashSet<String>();
    tulle.status().orElseThrow().pods().forEach(it -> names.add(it.name()));
    return names;
  }

  /// One line what, one line why, one line what next.
  static void assertRefusal(Tulle.Result result, String what) {
    assertThat(result.err().strip().lines())
        .hasSize(3)
        .first()
        .asString()
        .startsWith("error: ")
        .contains(what);
    assertThat(result.err()).contains("  next: ");
  }

  private static String condition(JsonNode status, String kind, String type) {
    for (var object : status.path("objects")) {
      if (object.path("kind").asString().equals(kind)) {
        for (var condition : object.path("conditions")) {
          if (condition.path("type").asString().equals(type)) {
            return condition.path("status").asString();
          }
        }
      }
    }
    return "none";
  }
}
