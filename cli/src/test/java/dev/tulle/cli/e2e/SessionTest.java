package dev.tulle.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// `sessionPersistence` with a real Envoy: further requests of a client stay with the pod that
/// answered its first one, whatever the weights are.
@EndToEnd
class SessionTest {

  private static final String FILE = "shop.yaml";
  private static final int REQUESTS = 50;
  private static final int CLIENTS = 40;

  @Test
  void sessionsStayWithTheirPods() throws Exception {
    try (var folder = Folder.empty("sessions");
        var tulle = Tulle.on(folder);
        var client = HttpClient.newHttpClient()) {
      var edge = start(folder, tulle, client);
      var first = Edge.send(client, edge.resolve("/cookie/1"), Map.of());
      var cookie = first.headers().firstValue("set-cookie").orElseThrow();
      assertThat(cookie)
          .startsWith("cart-")
          .contains("Max-Age=3600", "Path=/cookie")
          .contains("HttpOnly");
      assertStays(client, edge.resolve("/cookie"), session(first), first.body());

      var named = Edge.send(client, edge.resolve("/header"), Map.of());
      var value = named.headers().firstValue("x-cart").orElseThrow();
      assertStays(client, edge.resolve("/header"), Map.of("x-cart", value), named.body());

      assertThat(Edge.answering(client, edge.resolve("/cookie"), REQUESTS))
          .as("without a session")
          .hasSize(2);
    }
  }

  @Test
  void aSessionGoesBeforeWeights() throws Exception {
    try (var folder = Folder.empty("sessions");
        var tulle = Tulle.on(folder);
        var client = HttpClient.newHttpClient()) {
      var edge = start(folder, tulle, client);
      var split = edge.resolve("/split");
      var sessions = new HashMap<Map<String, String>, String>();
      for (int i = 0; i < CLIENTS; i++) {
        var first = Edge.send(client, split, Map.of());
        var cookie = first.headers().firstValue("set-cookie").orElseThrow();
        assertThat(cookie).doesNotContain("Max-Age").doesNotContain("Expires");
        sessions.put(session(first), first.body());
      }
      // all on one side are as unlikely as forty heads in a row
      assertThat(sessions.values())
          .anyMatch(pod -> pod.startsWith("cart-next-"))
          .anyMatch(pod -> !pod.startsWith("cart-next-"));
      for (var session : sessions.entrySet()) {
        assertStays(client, split, session.getKey(), session.getValue());
      }
      folder.edit(
          FILE,
          text ->
              text.replaceFirst("weight: 50", "weight: 100")
                  .replaceFirst("weight: 50", "weight: 0"));
      tulle.await("the new weights", () -> noneOf("cart-next-", client, split));
      for (var session : sessions.entrySet()) {
        assertStays(client, split, session.getKey(), session.getValue());
      }
    }
  }

  private static boolean noneOf(String prefix, HttpClient client, URI where) {
    try {
      for (int i = 0; i < REQUESTS; i++) {
        if (Edge.send(client, where, Map.of()).body().startsWith(prefix)) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void assertStays(
      HttpClient client, URI where, Map<String, String> session, String pod) throws IOException {
    for (int i = 0; i < REQUESTS; i++) {
      assertThat(Edge.send(client, where, session).body()).isEqualTo(pod);
    }
  }

  /// What a client sends that has got this answer.
  private static Map<String, String> session(HttpResponse<String> answer) {
    var cookie = answer.headers().firstValue("set-cookie").orElseThrow();
    return Map.of("Cookie", "other=1; " + cookie.split(";", 2)[0]);
  }

  /// Where the Gateway answers.
  private static URI start(Folder folder, Tulle tulle, HttpClient client) throws Exception {
    folder.save(FILE, FidelityMesh.resource("e2e/sessions.yaml"));
    tulle.up();
    var edge = Edge.await(tulle);
    tulle.await(
        "all pods",
        () -> {
          try {
            return Edge.answering(client, edge.resolve("/split"), REQUESTS).size() == 3;
          } catch (IOException e) {
            return false;
          }
        });
    return edge;
  }
}
