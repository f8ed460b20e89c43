package dev.tulle.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.cli.status.StatusSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.json.JsonMapper;

/// What `tulle proxy` shows of the real Envoys of `examples/two-services`.
@EndToEnd
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProxyCommandTest {

  private static final String OUTSIDER =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: outsider
        labels:
          tulle.dev/inject: "false"
      spec:
        containers:
          - name: sleep
            image: busybox
            command: ["sleep", "1000"]
      """;

  private final Folder folder = Folder.copyOf("two-services");
  private final Tulle tulle = Tulle.on(folder);

  ProxyCommandTest() throws IOException {}

  @BeforeAll
  void start() throws Exception {
    folder.save("outsider.yaml", OUTSIDER);
    tulle.up();
    tulle.awaitStatus(
        "all pods and endpoints",
        status ->
            status.pods().size() == 4
                && status.pods().stream().allMatch(StatusSnapshot.Pod::ready)
                && status.services().stream().allMatch(it -> it.ready() > 0));
    // the status may be a moment ahead of the Envoys
    tulle.await(
        "the frontend's endpoints", () -> line("endpoints", "backend:80").contains("healthy"));
  }

  @AfterAll
  void end() throws Exception {
    tulle.close();
    folder.close();
  }

  @Test
  void listHasTheGatewayAndEachPodsSidecar() throws Exception {
    var list = tulle.run("proxy", "list", folder.path().toString());
    assertThat(list.exit()).as(list.out() + list.err()).isZero();
    var names = new ArrayList<>(List.of("PROXY", "ingress"));
    tulle.status().orElseThrow().pods().stream()
        .filter(it -> it.proxy().kind().equals("sidecar"))
        .forEach(it -> names.add(it.name()));
    assertThat(names).hasSize(5);
    assertThat(list.out().lines().map(it -> it.split(" ", 2)[0]))
        .containsExactlyInAnyOrderElementsOf(names);
    assertThat(list.out().lines().skip(1))
        .allMatch(it -> it.matches(".* 1\\.40\\.0 +yes +yes +up to date +[0-9]+ MiB"));
  }

  @Test
  void eachLineNamesTheObjectAndItsPlace() throws Exception {
    var origin = "Service default/backend (" + folder.path() + "/backend.yaml:";
    assertThat(line("listeners", "backend:80"))
        .containsPattern("[0-9.]+:80 +HTTP .* routes outbound ")
        .contains(origin);
    assertThat(line("clusters", "backend:80")).containsPattern("([1-9]\\d*)/\\1 ").contains(origin);
    assertThat(line("endpoints", "backend:80")).contains(" backend-").contains(origin);
  }

  @Test
  void whatEveryProxyHasIsBuiltIn() {
    assertThat(line("listeners", "outbound")).endsWith("built in");
    assertThat(line("listeners", "inbound")).endsWith("built in");
    assertThat(line("clusters", "passthrough")).endsWith("built in");
    assertThat(line("routes", "outbound"))
        .containsPattern("\\* +\\* +what was dialled ")
        .endsWith("built in");
  }

  @Test
  void programsGetJsonAndNames() throws Exception {
    var json = ask("listeners", "-o", "json");
    var read = JsonMapper.shared().readTree(json.out());
    assertThat(read.path("schema").asString()).isEqualTo("tulle.dev/listeners/v1");
    assertThat(read.at("/listeners/0/origin/place").asString()).contains(".yaml:");
    assertThat(ask("clusters", "-o", "name").out().lines())
        .contains(tulle.address("backend") + ":80", "passthrough");
  }

  @Test
  void theBootstrapIsThePodsOwn() throws Exception {
    var bootstrap = ask("bootstrap");
    assertThat(bootstrap.exit()).as(bootstrap.err()).isZero();
    assertThat(JsonMapper.shared().readTree(bootstrap.out()).at("/node/id").asString())
        .contains("frontend-");
    var grpc = ask("bootstrap", "--grpc");
    assertThat(grpc.exit()).isEqualTo(2);
    HelloTest.assertRefusal(grpc, "has an Envoy");
  }

  @Test
  void aPodThatIsNotThereIsUsage() throws Exception {
    var path = folder.path().toString();
    var routes = tulle.run("proxy", "routes", "--folder", path, "deploy/nothing");
    assertThat(routes.exit()).isEqualTo(2);
    HelloTest.assertRefusal(routes, "deploy/nothing");
  }

  @Test
  void aPodWithoutAnEnvoySaysWhy() throws Exception {
    var path = folder.path().toString();
    var routes = tulle.run("proxy", "routes", "--folder", path, "outsider");
    assertThat(routes.exit()).isEqualTo(2);
    HelloTest.assertRefusal(routes, "pod outsider has no proxy");
    assertThat(routes.err()).contains("tulle.dev/inject");
  }

  private Tulle.Result ask(String command, String... options) throws Exception {
    var line = new ArrayList<>(List.of("proxy", command, "--folder", folder.path().toString()));
    line.addAll(List.of(options));
    line.add("deploy/frontend");
    return tulle.run(line.toArray(String[]::new));
  }

  /// The first line of the frontend's table that begins with this name; empty where none does.
  private String line(String table, String name) {
    try {
      return ask(table)
          .out()
          .lines()
          .filter(it -> it.startsWith(name + " "))
          .findFirst()
          .orElse("");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
