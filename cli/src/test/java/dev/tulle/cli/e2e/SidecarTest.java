package dev.tulle.cli.e2e;

import static dev.tulle.cli.e2e.SidecarYaml.job;
import static dev.tulle.cli.e2e.SidecarYaml.pod;
import static dev.tulle.cli.e2e.SidecarYaml.service;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.cli.status.StatusSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A sidecar beside each pod, unless it opts out: it carries what the pod's programs send and are
/// sent, outlives them and the control plane, and goes with the pod.
@EndToEnd
class SidecarTest {

  private static final String FILE = "mesh.yaml";

  /// What moves when a proxy's configuration does, or its connections are cut off.
  private static final String MOVES =
      "(listener_manager\\.(listener_.*|total_listeners_draining)|cluster_manager\\.cluster_(added|modified|removed))";

  private static final String SENT = "cluster\\.service/default/web/80\\.upstream_rq_total";
  private static final String RECEIVED = "http\\.inbound\\.downstream_rq_total";
  private static final String CAPTURED = "listener\\.0\\.0\\.0\\.0_15001\\.downstream_cx_total";

  private static final String OPEN = "http\\.outbound\\.downstream_cx_active";

  /// Asks web, waits until something is so, and asks web again.
  private static final String KEPT_CONNECTION =
      """
      import http.client, time, urllib.request
      web = http.client.HTTPConnection('web')
      def ask():
          web.request('GET', '/')
          answer = web.getresponse()
          assert answer.read() and answer.status == 200
          return web.sock
      def so():
          try:
              return CONDITION
          except OSError:
              return False
      first = ask()
      while not so():
          time.sleep(0.05)
      print('kept' if ask() is first else 'lost')
      """;

  private final Folder folder = Folder.empty("sidecars");
  private final Tulle tulle = Tulle.on(folder);

  SidecarTest() throws IOException {}

  @BeforeEach
  void start() throws Exception {
    folder.save(
        FILE,
        pod("client", "", "exec sleep 1000")
            + pod("web", "", "exec python3 -m http.server 8080")
            + pod("outsider", "{tulle.dev/inject: \"false\"}", "exec python3 -m http.server 8080")
            + service("web")
            + service("outsider"));
    tulle.up();
    awaitPods(3);
    // a pod is seen to be ready a moment before its endpoint is published
    tulle.await("the client's way to web", () -> reaches("client", "http://web/"));
  }

  @AfterEach
  void end() throws Exception {
    tulle.close();
    folder.close();
  }

  @Test
  void whatIsSentGoesThroughBothSidecars() throws Exception {
    long sent = sum("client", SENT);
    long received = sum("web", RECEIVED);
    for (int i = 0; i < 5; i++) {
      assertReached("client", "http://web/");
    }
    assertThat(sum("client", SENT)).isEqualTo(sent + 5);
    assertThat(sum("web", RECEIVED)).isEqualTo(received + 5);
  }

  /// It is all one listener that knows the HTTP ports of Services.
  @Test
  void aServiceMoreOrLessCutsNoConnection() throws Exception {
    assertKept(
        "urllib.request.urlopen('http://more/').status == 200",
        () -> folder.save("more.yaml", service("more", "web")));
    assertThat(sum("client", "listener_manager\\.listener_in_place_updated")).isPositive();
    folder.delete("more.yaml");
    tulle.await("its end", () -> !reaches("client", "http://more/"));
    assertReached("client", "http://web/");
  }

  @Test
  void aPortThatIsHttpNoLongerAnswersTheConnectionsItHas() throws Exception {
    // the server speaks HTTP/1.0, a proxy HTTP/1.1
    assertKept(
        "urllib.request.urlopen('http://web/').version == 10",
        () -> folder.edit(FILE, it -> it.replace("- name: http\n", "- name: tcp\n")));
  }

  private interface Edit {
    void make() throws IOException;
  }

  /// That a connection of the client to web lives on when an edit has come into force.
  private void assertKept(String inForce, Edit edit) throws Exception {
    var program = KEPT_CONNECTION.replace("CONDITION", inForce);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var kept = threads.submit(() -> tulle.exec("client", "python3", "-c", program));
      tulle.await("its connection", () -> now("client", OPEN) == 1);
      edit.make();
      assertThat(kept.get(1, TimeUnit.MINUTES).out()).isEqualTo("kept\n");
    }
  }

  @Test
  void aPodWithoutASidecarReachesOthersAndIsReached() throws Exception {
    long received = sum("web", RECEIVED);
    assertReached("outsider", "http://web/");
    assertThat(sum("web", RECEIVED)).isEqualTo(received + 1);
    assertReached("client", "http://outsider/");
    assertThat(proxy("outsider")).doesNotExist();
    assertThat(tables("outsider")).isEmpty();
    assertThat(tables("web")).contains("table inet tulle");
    assertThat(shown("outsider").proxy().kind()).isEqualTo("none");
    assertThat(shown("web").proxy())
        .isEqualTo(new StatusSnapshot.PodProxy("sidecar", true, List.of()));
  }

  @Test
  void whatListensOnTheLoopbackAloneIsTheProgramsOwn() throws Exception {
    folder.save(
        "local.yaml", pod("local", "", "exec python3 -m http.server 8080 --bind 127.0.0.1"));
    awaitPods(4);
    var address = shown("local").ip();
    tulle.await("its start", () -> reaches("local", "http://127.0.0.1:8080/"));
    long captured = sum("local", CAPTURED);
    assertReached("local", "http://127.0.0.1:8080/");
    assertThat(sum("local", CAPTURED)).isEqualTo(captured);
    for (var from : new String[] {"client", "outsider"}) {
      assertThat(reaches(from, "http://" + address + ":8080/")).as(from).isFalse();
    }
  }

  @Test
  void aJobEndsAndItsSidecarWithIt() throws Exception {
    folder.save("job.yaml", job("exec curl -sSf -o /dev/null http://web/"));
    tulle.awaitStatus(
        "its end",
        status ->
            status.objects().stream()
                .filter(it -> it.kind().equals("Job"))
                .flatMap(it -> it.conditions().stream())
                .anyMatch(it -> it.type().equals("Complete") && it.status().equals("True")));
    var name =
        tulle.status().orElseThrow().pods().stream()
            .map(StatusSnapshot.Pod::name)
            .filter(it -> it.startsWith("once-"))
            .findFirst()
            .orElseThrow();
    tulle.await("its sidecar's end", () -> !Files.exists(Path.of("/proc/" + envoyPid(name))));
    assertThat(Belongings.programs(tulle, "envoy").entrySet())
        .filteredOn(it -> it.getKey().contains(name))
        .allSatisfy(it -> assertThat(it.getValue()).isEmpty());
  }

  @Test
  void aSidecarThatIsKilledComesBackAtOnce() throws Exception {
    long killed = envoyPid("web");
    ProcessHandle.of(killed).orElseThrow().destroyForcibly();
    tulle.await("another Envoy", () -> envoyPid("web") != killed);
    tulle.await("an answer", () -> reaches("client", "http://web/"));
    assertThat(tulle.printed())
        .contains("the Envoy of Pod default/web has ended; it is started again in 100 ms");
    assertThat(shown("web").restarts()).isZero();
    assertThat(shown("web").ready()).isTrue();
  }

  @Test
  void aNamespaceIsAskedWhenAPodIsCreated() throws Exception {
    long web = envoyPid("web");
    folder.save(
        "namespace.yaml",
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: default
          labels: {tulle.dev/inject: "false"}
        """);
    folder.save("late.yaml", pod("late", "", "exec sleep 1000"));
    awaitPods(4);
    assertThat(shown("late").proxy().kind()).isEqualTo("none");
    assertThat(shown("web").proxy().kind()).isEqualTo("sidecar");
    assertThat(envoyPid("web")).isEqualTo(web);
    assertReached("late", "http://web/");
  }

  @Test
  void sidecarsOutliveAKillOfTheControlPlaneAndGoWithTheFolder() throws Exception {
    var pids = pids();
    var moves = moves();
    assertThat(moves.get("web")).isNotEmpty();
    // by its address: nobody is there to answer for its name
    var url = "http://" + tulle.address("web") + "/";
    for (int i = 0; i < 3; i++) {
      tulle.kill();
      assertReached("client", url);
      tulle.up();
      awaitPods(3);
      assertReached("client", "http://web/");
    }
    assertThat(pids()).isEqualTo(pids);
    assertThat(moves()).isEqualTo(moves);

    var belongings = Belongings.of(tulle);
    assertThat(belongings.left()).anyMatch(it -> it.contains("proxies/pods"));
    var down = tulle.run("down", folder.path().toString());
    assertThat(down.exit()).as(down.err()).isZero();
    tulle.awaitEnd();
    assertThat(belongings.left()).isEmpty();
  }

  /// Waits until so many pods are ready, and every proxy has what was published last.
  private void awaitPods(int pods) throws InterruptedException {
    tulle.awaitStatus(
        pods + " pods",
        status ->
            status.pods().size() == pods
                && status.pods().stream().allMatch(SidecarTest::inForce)
                && Tulle.inForce(status));
  }

  private static boolean inForce(StatusSnapshot.Pod pod) {
    return pod.ready() && (pod.proxy().kind().equals("none") || pod.proxy().ready());
  }

  private void assertReached(String from, String url) throws Exception {
    var curl = curl(from, url);
    assertThat(curl.exit()).as(from + " to " + url + ": " + curl.err()).isZero();
  }

  private boolean reaches(String from, String url) {
    try {
      return curl(from, url).exit() == 0;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Tulle.Result curl(String from, String url) throws IOException, InterruptedException {
    return tulle.exec(from, "curl", "-sSf", "-m", "10", "-o", "/dev/null", url);
  }

  private StatusSnapshot.Pod shown(String pod) {
    return tulle.status().orElseThrow().pods().stream()
        .filter(it -> it.name().equals(pod))
        .findFirst()
        .orElseThrow();
  }

  private Path proxy(String pod) {
    try {
      return tulle.run().orElseThrow().resolve("proxies/pods/default_" + pod);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private long sum(String pod, String regex) throws IOException {
    return stats(pod, regex).values().stream().mapToLong(Long::longValue).sum();
  }

  private long now(String pod, String regex) {
    try {
      return sum(pod, regex);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Map<String, Long> stats(String pod, String regex) throws IOException {
    return new EnvoyAdmin(proxy(pod).resolve("admin.sock")).stats(regex);
  }

  private Map<String, Map<String, Long>> moves() throws IOException {
    return new TreeMap<>(Map.of("web", stats("web", MOVES), "client", stats("client", MOVES)));
  }

  private Map<String, Long> pids() {
    return new TreeMap<>(Map.of("web", envoyPid("web"), "client", envoyPid("client")));
  }

  private long envoyPid(String pod) {
    try {
      return Long.parseLong(Files.readString(proxy(pod).resolve("envoy.pid")).split(" ", -1)[0]);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String tables(String pod) throws IOException, InterruptedException {
    var id = tulle.run().orElseThrow().getFileName().toString();
    var namespace = "tulle-" + id.substring(id.length() - 8) + "-default_" + pod;
    var nft =
        new ProcessBuilder("ip", "netns", "exec", namespace, "nft", "list", "tables")
            .redirectErrorStream(true)
            .start();
    var text = new String(nft.getInputStream().readAllBytes(), UTF_8);
    assertThat(nft.waitFor()).as(text).isZero();
    return text.strip();
  }
}
