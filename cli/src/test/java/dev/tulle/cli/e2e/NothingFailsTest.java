package dev.tulle.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.cli.status.StatusSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Under a constant load of 500 requests a second over five pairs of pods with sidecars, by clients
/// that never try again and with three-second requests among them, nothing that happens to the mesh
/// costs a request. The short form is what is run with every build; `-Dtulle.e2e=full` does each
/// thing as often as it says in `TIMES`.
@EndToEnd
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NothingFailsTest {

  private static final int PAIRS = 5;
  private static final int RATE = 500;
  private static final boolean FULL = "full".equals(System.getProperty("tulle.e2e"));
  private static final int KILLS = FULL ? 20 : 4;
  private static final int MOVES = FULL ? 100 : 20;
  private static final int SAVES = FULL ? 1_000 : 150;
  private static final int SAVE_EVERY_MS = 60;
  private static final String MODIFIED =
      "(listener_manager\\.listener_(modified|removed|stopped)"
          + "|cluster_manager\\.cluster_(modified|removed))";

  private final Folder folder = Folder.empty("nothing");
  private final Path programs = Files.createDirectory(folder.parent().resolve("programs"));
  private final NothingLoad load = new NothingLoad(programs.resolve("load"));
  private final Tulle tulle = Tulle.on(folder);
  private List<String> before = List.of();

  NothingFailsTest() throws IOException {}

  @BeforeAll
  void start() throws Exception {
    Files.createDirectory(load.folder());
    for (var program : List.of("load.py", "server.py")) {
      Files.writeString(programs.resolve(program), FidelityMesh.resource("e2e/" + program));
    }
    for (int i = 0; i < PAIRS; i++) {
      folder.save(pair(i), pairYaml(i));
    }
    // what the last client asks leads now to one server's pods, and now to another's
    folder.save("moving.yaml", moving(0));
    tulle.up();
    tulle.awaitPods(3 * PAIRS);
    load.more(RATE);
  }

  @AfterAll
  void end() throws Exception {
    System.out.printf("%,d requests answered%n", load.answered());
    tulle.close();
    folder.close();
  }

  @BeforeEach
  void remember() {
    before = load.failures();
  }

  private static String pair(int number) {
    return "pair-" + number + ".yaml";
  }

  private String pairYaml(int number) throws IOException {
    return FidelityMesh.resource("e2e/pair.yaml")
        .replace("TARGET", number == PAIRS - 1 ? "moving" : "server-NUMBER")
        .replace("NUMBER", Integer.toString(number))
        .replace("PROGRAMS", programs.toString())
        .replace("RATE", Integer.toString(RATE / PAIRS))
        .replace("INJECT", System.getProperty("tulle.e2e.inject", "true"));
  }

  /// A Service that comes with this save, one that leads elsewhere than with the last, and one that
  /// is gone with the next.
  private static String moving(int turn) {
    return service("moving", "server-" + turn % PAIRS) + service("turn-" + turn, "server-0");
  }

  private static String service(String name, String app) {
    return Yaml.service(name)
        .replace("my-app", app)
        .replace("- port: 80", "- name: http\n      port: 80")
        .replace("9376", "8080")
        .concat("---\n");
  }

  /// Edits one half of each pair's file: `client` or `server`.
  private void edit(String half, UnaryOperator<String> change) throws IOException {
    for (int i = 0; i < PAIRS; i++) {
      folder.edit(
          pair(i),
          text -> {
            var parts = List.of(text.split("(?<=---\n)", -1));
            return String.join(
                "",
                parts.stream()
                    .map(it -> it.contains("name: " + half + "-") ? change.apply(it) : it)
                    .toList());
          });
    }
  }

  private void awaitPods(int clients, int servers) throws InterruptedException {
    tulle.awaitPods(PAIRS * (clients + servers));
  }

  private void assertNothingFailed() throws InterruptedException {
    load.more(2L * RATE);
    load.hasFailedNoMoreThan(before);
  }

  /// Waits until none of these pods is left.
  private void awaitOthers(List<String> pods) throws InterruptedException {
    tulle.awaitStatus(
        "other pods", it -> it.pods().stream().noneMatch(pod -> pods.contains(pod.name())));
  }

  private List<String> pods(String half) {
    return tulle.status().orElseThrow().pods().stream()
        .map(StatusSnapshot.Pod::name)
        .filter(it -> it.startsWith(half))
        .toList();
  }

  @Test
  void aRollingUpdateOfTheServers() throws Exception {
    rolled("server");
  }

  @Test
  void aRollingUpdateOfTheClients() throws Exception {
    rolled("client");
  }

  private void rolled(String half) throws Exception {
    var former = pods(half);
    edit(half, it -> it.replaceFirst("value: \"\\d+\"", "value: \"" + System.nanoTime() + "\""));
    awaitOthers(former);
    awaitPods(1, 2);
    assertNothingFailed();
  }

  @Test
  void serversScaledToOneAndBack() throws Exception {
    for (int replicas : new int[] {1, 2}) {
      edit("server", it -> it.replaceFirst("replicas: \\d", "replicas: " + replicas));
      awaitPods(1, replicas);
      load.more(RATE);
    }
    assertNothingFailed();
  }

  /// And after them no proxy has changed a listener or a cluster.
  @Test
  void killsOfTheControlPlane() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    var counted = modified();
    assertThat(counted)
        .hasSize(3 * PAIRS + 1)
        .allSatisfy((_, stats) -> assertThat(stats).isNotEmpty());
    for (int i = 0; i < KILLS; i++) {
      Thread.sleep(random.nextInt(2_500));
      tulle.kill();
      Thread.sleep(random.nextInt(500));
      tulle.up();
    }
    awaitPods(1, 2);
    assertThat(modified()).isEqualTo(counted);
    assertNothingFailed();
  }

  /// How often each Envoy has changed what it had, by its pod.
  private Map<String, Map<String, Long>> modified() throws IOException {
    var all = new TreeMap<String, Map<String, Long>>();
    all.put("ingress", tulle.envoy().stats(MODIFIED));
    for (var pod : tulle.status().orElseThrow().pods()) {
      all.put(pod.name(), tulle.sidecar("default/" + pod.name()).stats(MODIFIED));
    }
    return all;
  }

  @Test
  void aServiceAddedOneRepointedAndOneRemovedInOneSave() throws Exception {
    for (int i = 1; i <= MOVES; i++) {
      folder.save("moving.yaml", moving(i));
      int turn = i;
      tulle.awaitStatus(
          "turn " + i,
          status ->
              Tulle.settled(status)
                  && status.services().stream()
                      .anyMatch(it -> it.name().equals("turn-" + turn) && it.ready() == 2)
                  && status.services().stream()
                      .noneMatch(it -> it.name().equals("turn-" + (turn - 1))));
    }
    assertNothingFailed();
  }

  @Test
  void manySavesInAMinute() throws Exception {
    long next = System.nanoTime();
    for (int i = 0; i < SAVES; i++) {
      folder.save("saved.yaml", service("saved-" + i % 7, "server-" + i % PAIRS));
      next += SAVE_EVERY_MS * 1_000_000L;
      Thread.sleep(Math.max(0, (next - System.nanoTime()) / 1_000_000));
    }
    var last = "saved-" + (SAVES - 1) % 7;
    tulle.awaitStatus(
        "the last save",
        status ->
            Tulle.settled(status)
                && status.services().stream().anyMatch(it -> it.name().equals(last)));
    assertNothingFailed();
  }

  @Test
  void anEnvoyKilledCostsItsOwnPodsConnectionsOnly() throws Exception {
    var pod = pods("client-0").getFirst();
    long killed = tulle.sidecarPid("default/" + pod);
    ProcessHandle.of(killed).orElseThrow().destroyForcibly();
    tulle.await("another Envoy", () -> tulle.sidecarPid("default/" + pod) != killed);
    awaitPods(1, 2);
    load.more(RATE);
    var failed = load.failures();
    failed.removeAll(before);
    assertThat(failed).allMatch(it -> it.startsWith(pod + ":"));
    System.out.printf("%d requests of the pod itself failed%n", failed.size());
    before = load.failures();
    assertNothingFailed();
  }
}
