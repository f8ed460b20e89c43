package dev.tulle.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Pods that terminate get no new connections while others are ready, keep those they have, and are
/// used again when nothing else is left (KEP-1669).
@EndToEnd
@ExtendWith(FidelityMesh.Shared.class)
class FidelityLeavingTest {

  private static final int MANY = 40;
  private static final List<String> NAMESPACES = List.of(FidelityMesh.PLAIN, FidelityMesh.MESH);

  private final FidelityMesh mesh;
  private final List<PodSockets> pods = new ArrayList<>();
  private final List<HttpObserver> observers = new ArrayList<>();

  FidelityLeavingTest(FidelityMesh mesh) {
    this.mesh = mesh;
  }

  @Test
  void podsThatTerminateAreDrainedAndUsedWhenNothingElseIsLeft() throws Exception {
    int others = mesh.tulle().status().orElseThrow().pods().size();
    mesh.saveTwice("leaving.yaml", it -> it);
    try {
      mesh.tulle().awaitPods(others + 2 * NAMESPACES.size());
      for (var namespace : NAMESPACES) {
        listen(namespace, 0);
        listen(namespace, 1);
      }
      assertAnswering("leaving-0", "leaving-1");
      var kept = kept();
      mesh.saveTwice("leaving.yaml", it -> it.replace("replicas: 2", "replicas: 1"));
      mesh.awaitReady("leaving", 1);
      assertAnswering("leaving-0");
      mesh.saveTwice("leaving.yaml", it -> it.replace("replicas: 2", "replicas: 0"));
      mesh.awaitReady("leaving", 0);
      assertAnswering("leaving-0", "leaving-1");
      for (var talk : kept) {
        talk.send("more");
        assertThat(talk.bytes(4)).isEqualTo("more");
        talk.close();
      }
    } finally {
      end();
    }
    mesh.tulle().awaitPods(others);
  }

  /// Connections that exist, one of each way, to the pod that goes first.
  private List<Talk> kept() throws IOException {
    var talks = new ArrayList<Talk>();
    for (var way : mesh.ways()) {
      var pod = pods.get(2 * NAMESPACES.indexOf(way.to()) + 1);
      try (var listening = pod.listen(9090)) {
        var client = new Talk(way.client().connect(pod.at(9090)));
        var server = new Talk(listening.accept());
        Thread.ofVirtual().start(() -> echo(server));
        talks.add(client);
      }
    }
    return talks;
  }

  private static void echo(Talk server) {
    try (server) {
      server.send(server.bytes(4));
      server.ended();
    } catch (IOException e) {
      return; // its client sees that
    }
  }

  private void listen(String namespace, int number) throws IOException {
    var pod = mesh.enter(namespace, "leaving-" + number);
    pods.add(pod);
    var observer = new HttpObserver(pod.listen(8080));
    observer.answers("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nleaving-" + number);
    observers.add(observer);
  }

  /// Waits until these answer on each way, and asserts that from then on no other does.
  private void assertAnswering(String... servers) throws Exception {
    for (var way : mesh.ways()) {
      mesh.tulle().await("answers, " + way, () -> answers(way).equals(Set.of(servers)));
      assertThat(answering(way)).as("%s", way).containsExactly(servers);
    }
  }

  private static Set<String> answers(Way way) {
    try {
      return answering(way);
    } catch (IOException e) {
      return Set.of();
    }
  }

  private static Set<String> answering(Way way) throws IOException {
    var answering = new TreeSet<String>();
    for (int i = 0; i < MANY; i++) {
      try (var talk = way.call("leaving", 80)) {
        talk.send("GET / HTTP/1.1\r\nHost: any\r\n\r\n");
        answering.add(talk.answer("GET").body());
      }
    }
    return answering;
  }

  private void end() throws IOException {
    for (var observer : observers) {
      observer.close();
    }
    pods.forEach(PodSockets::close);
    for (int i = 0; i < 2; i++) {
      Files.createFile(mesh.flags().resolve("gone-leaving-" + i));
    }
    mesh.deleteTwice("leaving.yaml");
  }
}
