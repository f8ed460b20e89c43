package dev.tulle.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tulle.cli.status.StatusSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What real programs of many languages find when they look names up in a pod, one of the mesh and
/// one outside it. All must find the same. A program that this machine does not have is skipped,
/// and named.
@EndToEnd
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NamesTest {

  /// The C library and c-ares ask again after 5 s: below that, no packet was waited for in vain.
  private static final int MILLIS_BEFORE_A_SECOND_TRY = 4500;

  private static final String ZONE = ".svc.cluster.local";

  private final Folder folder = Folder.empty("names");
  private final Tulle tulle = Tulle.on(folder);
  private Map<String, String> services = Map.of();
  private Map<String, String> pods = Map.of();

  NamesTest() throws IOException {}

  @BeforeAll
  void start() throws Exception {
    folder.save("names.yaml", resource("names.yaml"));
    for (var program :
        List.of("getent.sh", "dig.sh", "lookup.py", "lookup.js", "resolve.js", "lookup.go")) {
      Files.writeString(program(program), resource(program));
    }
    Files.writeString(program("Lookup.java"), resource("Lookup.java"));
    tulle.up();
    tulle.awaitStatus(
        "four pods, and the proxies of three",
        it ->
            it.pods().size() == 4
                && it.pods().stream().allMatch(StatusSnapshot.Pod::ready)
                && it.proxies().stream().filter(proxy -> !isIngress(proxy)).count() == 3);
    var status = tulle.status().orElseThrow();
    services =
        status.services().stream()
            .collect(
                Collectors.toMap(
                    StatusSnapshot.Service::name, StatusSnapshot.Service::address, (a, b) -> a));
    pods =
        status.pods().stream()
            .collect(Collectors.toMap(StatusSnapshot.Pod::name, StatusSnapshot.Pod::ip));
    tulle.await("names", () -> run("client", "getent", "ahosts", "db-1.db").exit() == 0);
  }

  private static boolean isIngress(StatusSnapshot.Proxy proxy) {
    return proxy.name().startsWith("ingress.");
  }

  @AfterAll
  void end() throws Exception {
    tulle.close();
    folder.close();
  }

  /// Names as programs give them, and the addresses or the name that must be found.
  private Map<String, String> expected() {
    var web = service("web");
    var api = service("api");
    var first = pod("db-0");
    var second = pod("db-1");
    var all = new LinkedHashMap<String, String>();
    all.put("web", web);
    all.put("web.default", web);
    all.put("WEB.Default.Svc", web);
    all.put("web.default" + ZONE, web);
    all.put("web.default" + ZONE + ".", web);
    all.put("api.shop", api);
    all.put("api.shop" + ZONE + ".", api);
    all.put("api", "-");
    all.put("alias", api);
    all.put("db", Stream.of(first, second).sorted().collect(Collectors.joining(",")));
    all.put("db-0.db", first);
    all.put("db-1.db.default" + ZONE, second);
    all.put("none.default" + ZONE + ".", "-");
    all.put(web, "web.default" + ZONE);
    all.put(first, "db-0.db.default" + ZONE);
    return all;
  }

  /// Types and names, and what they must say.
  private Map<String, String> records() {
    var all = new LinkedHashMap<String, String>();
    all.put("A web.default" + ZONE, service("web"));
    all.put("A wEB.dEFAULT" + ZONE, service("web"));
    all.put("AAAA web.default" + ZONE, "NODATA");
    all.put("A none.default" + ZONE, "NXDOMAIN");
    all.put("AAAA none.default" + ZONE, "NXDOMAIN");
    all.put("A default" + ZONE, "NODATA");
    all.put("SRV _http._tcp.web.default" + ZONE, "web.default" + ZONE + ":80");
    all.put(
        "SRV _sql._tcp.db.default" + ZONE,
        "db-0.db.default%s:5432,db-1.db.default%s:5432".formatted(ZONE, ZONE));
    all.put("CNAME alias.default" + ZONE, "api.shop" + ZONE);
    all.put("TXT dns-version.cluster.local", "1.1.0");
    all.put("PTR " + service("web"), "web.default" + ZONE);
    all.put("PTR " + pod("db-1"), "db-1.db.default" + ZONE);
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"hosts", "ahosts", "ahostsv4"})
  void getent(String database) {
    assumeProgram("getent");
    assertFinds(expected(), "sh", program("getent.sh").toString(), database);
  }

  /// Asked for IPv6 alone, what has IPv4 alone is said to have none, at once.
  @Test
  void getentOfTheOtherFamily() {
    assumeProgram("getent");
    var mapped = Map.of("web", "::ffff:" + service("web"));
    assertFinds(mapped, "sh", program("getent.sh").toString(), "ahostsv6");
  }

  @Test
  void python() {
    assumeProgram("python3");
    assertFinds(expected(), "python3", program("lookup.py").toString());
  }

  @Test
  void nodeByTheLibraryOfC() {
    assumeProgram("node");
    assertFinds(expected(), "node", program("lookup.js").toString());
  }

  @Test
  void nodeByItsOwnResolver() {
    assumeProgram("node");
    assertFindsRecords("node", program("resolve.js").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"+notcp", "+tcp", "+noedns", "+nocookie"})
  void dig(String option) {
    assumeProgram("dig");
    assertFindsRecords("sh", program("dig.sh").toString(), option);
  }

  @Test
  void java() {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    assertFinds(expected(), java, program("Lookup.java").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"go", "cgo"})
  void go(String resolver) throws Exception {
    assumeProgram("go");
    if (resolver.equals("cgo")) {
      assumeProgram("gcc");
    }
    var binary = program("lookup-" + resolver);
    var build =
        new ProcessBuilder("go", "build", "-o", binary.toString(), program("lookup.go").toString())
            .redirectErrorStream(true);
    build
        .environment()
        .putAll(
            Map.of(
                "CGO_ENABLED", resolver.equals("cgo") ? "1" : "0",
                "GOFLAGS", "-mod=mod",
                "GOPROXY", "off",
                "GOTOOLCHAIN", "local"));
    var process = build.start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();

    var expected = expected();
    records()
        .forEach(
            (question, answer) -> {
              if (question.startsWith("SRV ") || question.startsWith("TXT ")) {
                expected.put(question.replace(' ', '/') + ".", answer);
              }
            });
    assertFinds(expected, "env", "GODEBUG=netdns=" + resolver, binary.toString());
  }

  private void assertFindsRecords(String... program) {
    var words = new ArrayList<>(List.of(program));
    var expected = records();
    expected.keySet().forEach(it -> words.addAll(List.of(it.split(" ", -1))));
    assertSays(expected, words);
  }

  private void assertFinds(Map<String, String> expected, String... program) {
    var words = new ArrayList<>(List.of(program));
    words.addAll(expected.keySet());
    assertSays(expected, words);
  }

  /// Runs a program in both pods; it prints what it found, and at last how long that took.
  private void assertSays(Map<String, String> expected, List<String> words) {
    for (var pod : List.of("client", "outsider")) {
      assertSays(expected, run(pod, words.toArray(String[]::new)), pod + ": " + words);
    }
  }

  private static void assertSays(Map<String, String> expected, Tulle.Result said, String what) {
    assertThat(said.exit()).as(said.err()).isZero();
    var lines = said.out().strip().lines().toList();
    assertThat(lines.subList(0, lines.size() - 1))
        .as("%s %s", what, said.err())
        .containsExactlyElementsOf(
            expected.entrySet().stream().map(it -> it.getKey() + " = " + it.getValue()).toList());
    assertThat(Integer.parseInt(lines.getLast().replace("took ", "")))
        .as("milliseconds for all of %s", what)
        .isLessThan(MILLIS_BEFORE_A_SECOND_TRY);
  }

  private Tulle.Result run(String pod, String... words) {
    try {
      return tulle.exec("deploy/" + pod, words);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private String service(String name) {
    return Objects.requireNonNull(services.get(name), name);
  }

  private String pod(String name) {
    return Objects.requireNonNull(pods.get(name), name);
  }

  private Path program(String name) {
    return folder.parent().resolve(name);
  }

  private static String resource(String name) throws IOException {
    try (var stream = NamesTest.class.getResourceAsStream("/names/" + name)) {
      return new String(Objects.requireNonNull(stream, name).readAllBytes(), UTF_8);
    }
  }

  private static void assumeProgram(String name) {
    boolean there =
        Stream.of(System.getenv("PATH").split(":", -1))
            .anyMatch(it -> Files.isExecutable(Path.of(it, name)));
    if (!there) {
      System.out.println(name + " is not on this machine: what it finds is not tested");
    }
    assumeTrue(there, name + " is not on this machine");
  }
}
