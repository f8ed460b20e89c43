package dev.tulle.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which pods a Service leads to is the same with the mesh and without it.
@EndToEnd
@ExtendWith(FidelityMesh.Shared.class)
class FidelityServicesTest {

  private static final int MANY = 60;

  private final FidelityMesh mesh;

  FidelityServicesTest(FidelityMesh mesh) {
    this.mesh = mesh;
  }

  @BeforeEach
  void eachServerSaysItsName() {
    for (var namespace : List.of(FidelityMesh.PLAIN, FidelityMesh.MESH)) {
      for (int i = 0; i < FidelityMesh.SERVERS; i++) {
        mesh.observer(namespace, i)
            .answers("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nserver-" + i);
      }
    }
  }

  /// Who answers, over many connections with one request each.
  private static Set<String> answering(Way way, InetSocketAddress target) throws IOException {
    var answering = new TreeSet<String>();
    for (int i = 0; i < MANY; i++) {
      try (var talk = new Talk(way.client().connect(target))) {
        talk.send("GET / HTTP/1.1\r\nHost: any\r\n\r\n");
        answering.add(talk.answer("GET").body());
      }
    }
    return answering;
  }

  private Set<String> answering(String service, int port) throws Exception {
    return mesh.same(way -> answering(way, way.service(service, port)));
  }

  /// Waits until all that are to answer do, and asserts that from then on no other does.
  private void assertAnswering(String service, String... servers) throws Exception {
    for (var way : mesh.ways()) {
      var target = way.service(service, 80);
      mesh.tulle()
          .await(
              "%s of %s, %s".formatted(List.of(servers), service, way),
              () -> answers(way, target).equals(Set.of(servers)));
      assertThat(answering(way, target)).as("%s", way).containsExactly(servers);
    }
  }

  private static Set<String> answers(Way way, InetSocketAddress target) {
    try {
      return answering(way, target);
    } catch (IOException e) {
      return Set.of();
    }
  }

  private static String[] servers(int... numbers) {
    return java.util.Arrays.stream(numbers).mapToObj(it -> "server-" + it).toArray(String[]::new);
  }

  /// The pods of `mesh` have proxies of their own, or the rest would prove nothing.
  @Test
  void theMeshIsAMesh() throws Exception {
    assertThat(mesh.hasSidecars()).isTrue();
    var stats = mesh.tulle().sidecar("mesh/client");
    answering(mesh.way("mesh", "mesh"), mesh.service("mesh", "all", 80));
    assertThat(stats.stats("http\\..*\\.downstream_rq_2xx").values()).anyMatch(it -> it >= MANY);
  }

  @Test
  void eachReadyPodHasItsPart() throws Exception {
    assertThat(answering("all", 80)).containsExactly(servers(0, 1, 2));
  }

  @Test
  void connectionsOfTcpAreSpreadToo() throws Exception {
    mesh.same(
        way -> {
          var reached = new HashSet<Integer>();
          for (int i = 0; i < MANY; i++) {
            try (var client = way.call("all", 90)) {
              client.send("x");
              reached.add(taking(way));
            }
          }
          return reached;
        });
  }

  /// The number of the server that a connection has come to.
  private int taking(Way way) throws IOException {
    for (int turn = 0; turn < 10_000; turn++) {
      if (hasTaken(mesh.listening(way.to(), turn % FidelityMesh.SERVERS, 9090))) {
        return turn % FidelityMesh.SERVERS;
      }
    }
    throw new AssertionError("no server has it");
  }

  private static boolean hasTaken(ServerSocket listening) throws IOException {
    listening.setSoTimeout(1);
    try (var server = new Talk(listening.accept())) {
      return !server.bytes(1).isEmpty();
    } catch (SocketTimeoutException e) {
      return false;
    } finally {
      listening.setSoTimeout(Connection.TIMEOUT_MS);
    }
  }

  @ParameterizedTest
  @CsvSource({"one, 80", "also, 80", "also, 8000"})
  void servicesThatShareAPodOrAPortDoNotMix(String service, int port) throws Exception {
    assertThat(answering(service, port)).containsExactly(servers(0));
  }

  @Test
  void podsThatAreNotReadyAreLeftOutAndPublishedWhereItSaysSo() throws Exception {
    try {
      ready(1, false);
      assertAnswering("unready", servers(0, 1, 2));
    } finally {
      ready(1, true);
    }
  }

  /// Makes that server of both namespaces ready or not, and waits until everybody knows.
  private void ready(int server, boolean ready) throws Exception {
    for (var namespace : List.of(FidelityMesh.PLAIN, FidelityMesh.MESH)) {
      var flag = mesh.flags().resolve("unready-" + namespace + "-server-" + server);
      if (ready) {
        Files.deleteIfExists(flag);
      } else {
        Files.createFile(flag);
      }
    }
    // the status may be a moment ahead of the proxies
    assertAnswering(
        "all",
        IntStream.range(0, FidelityMesh.SERVERS)
            .filter(it -> ready || it != server)
            .mapToObj(it -> "server-" + it)
            .toArray(String[]::new));
  }

  /// Within its time; afterwards, with the mesh, too, since a hash does not forget.
  @Test
  void aClientKeepsItsEndpointAndGetsAnotherWhenThatGoes() throws Exception {
    for (var way : mesh.ways()) {
      var kept = answering(way, way.service("sticky", 80));
      assertThat(kept).as("%s", way).hasSize(1);
      int number = Integer.parseInt(kept.iterator().next().substring("server-".length()));
      try {
        ready(number, false);
        var target = way.service("sticky", 80);
        mesh.tulle().await("another server", () -> !answers(way, target).equals(kept));
        var other = answering(way, target);
        assertThat(other).as("%s", way).hasSize(1).doesNotContainAnyElementsOf(kept);
      } finally {
        ready(number, true);
      }
    }
  }

  @Test
  void podsOfAStatefulSetAreReachedByTheirOwnAddresses() throws Exception {
    for (int i = 0; i < FidelityMesh.SERVERS; i++) {
      int number = i;
      var answering = mesh.same(way -> answering(way, way.server(number).at(8080)));
      assertThat(answering).containsExactly("server-" + i);
    }
  }

  /// Each pod of a StatefulSet has a name, and an ExternalName that of another Service.
  @ParameterizedTest
  @ValueSource(strings = {FidelityMesh.PLAIN, FidelityMesh.MESH})
  void namesLeadToTheSameAddresses(String from) throws Exception {
    var names = new ArrayList<String>();
    var addresses = new ArrayList<InetAddress>();
    for (var to : List.of(FidelityMesh.PLAIN, FidelityMesh.MESH)) {
      for (int i = 0; i < FidelityMesh.SERVERS; i++) {
        names.add("server-%d.server.%s".formatted(i, to));
        addresses.add(mesh.pod(to, "server-" + i).address());
      }
      names.addAll(List.of("outside." + to, "one." + to + ".svc.cluster.local"));
      var one = mesh.service(to, "one", 80).getAddress();
      addresses.addAll(List.of(one, one));
    }
    var line = new ArrayList<>(List.of("getent", "ahostsv4"));
    line.addAll(names);
    var said = mesh.exec(from, "client", line.toArray(String[]::new));
    assertThat(said.lines().filter(it -> it.contains("STREAM")).map(it -> it.split(" ", 2)[0]))
        .containsExactlyElementsOf(addresses.stream().map(InetAddress::getHostAddress).toList());
  }

  @Test
  void anExternalNameTakesNoPort() throws Exception {
    for (var pod : List.of("mesh/client", "mesh/server-0")) {
      assertThat(mesh.tulle().sidecar(pod).get("/config_dump"))
          .contains("service/mesh/one")
          .doesNotContain("service/mesh/outside");
    }
  }

  /// `internalTrafficPolicy: Local`: of two endpoints the one on the clients' own node.
  @Test
  void aLocalServiceLeadsToTheClientsNode() throws Exception {
    var node = node();
    try {
      mesh.saveTwice("local.yaml", it -> slice(it, "policy", "nodeName: " + node, "nodeName: far"));
      assertAnswering("policy", servers(0));
      mesh.saveTwice("local.yaml", it -> slice(it, "policy", "nodeName: far", "nodeName: " + node));
      assertAnswering("policy", servers(1));
    } finally {
      mesh.deleteTwice("local.yaml");
    }
  }

  /// `trafficDistribution`: of two endpoints the one that is hinted for the clients' zone.
  /// Where an endpoint has no hint, all of them.
  @Test
  void hintsOfEndpointsAreFollowed() throws Exception {
    try {
      var near = "hints: {forZones: [{name: %s}]}".formatted(FidelityMesh.ZONE);
      var far = "hints: {forZones: [{name: elsewhere}]}";
      mesh.saveTwice("local.yaml", it -> slice(it, "near", near, far));
      assertAnswering("near", servers(0));
      mesh.saveTwice("local.yaml", it -> slice(it, "near", far, near));
      assertAnswering("near", servers(1));
      mesh.saveTwice("local.yaml", it -> slice(it, "near", "zone: any", near));
      assertAnswering("near", servers(0, 1));
    } finally {
      mesh.deleteTwice("local.yaml");
    }
  }

  /// The template's slice for a Service, with more about each of its two endpoints.
  private String slice(String template, String service, String first, String second) {
    return template.replace("SERVICE", service).replace("FIRST", first).replace("SECOND", second);
  }

  /// The name that this machine has as a node.
  private String node() throws Exception {
    return mesh.exec(FidelityMesh.PLAIN, "client", "printenv", "NODE").strip();
  }

  /// A Service without a selector leads where EndpointSlices say that are written by hand.
  @Test
  void slicesThatAreWrittenByHandLead() throws Exception {
    try {
      slices("nothing", 1, "conditions: {ready: true}");
      assertAnswering("nothing", servers(1));
      slices("nothing", 2, "conditions: {ready: false, serving: true, terminating: true}");
      assertAnswering("nothing", servers(2));
    } finally {
      mesh.folder().delete("slices.yaml");
      mesh.awaitReady("nothing", 0);
    }
  }

  private void slices(String service, int server, String more) throws Exception {
    var text = new StringBuilder();
    for (var namespace : List.of(FidelityMesh.PLAIN, FidelityMesh.MESH)) {
      text.append(
          """
          apiVersion: discovery.k8s.io/v1
          kind: EndpointSlice
          metadata:
            name: %1$s-hand
            namespace: %2$s
            labels:
              kubernetes.io/service-name: %1$s
          addressType: IPv4
          ports:
            - name: http
              port: 8080
          endpoints:
            - addresses: [%3$s]
              %4$s
          ---
          """
              .formatted(
                  service,
                  namespace,
                  mesh.pod(namespace, "server-" + server).address().getHostAddress(),
                  more));
    }
    mesh.folder().save("slices.yaml", text.toString());
  }
}
