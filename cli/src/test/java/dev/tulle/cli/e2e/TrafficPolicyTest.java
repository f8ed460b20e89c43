package dev.tulle.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// An XBackendTrafficPolicy with a real Envoy: its budget bounds the retries of all clients, and
/// sessions stay with the pods of its Service.
@EndToEnd
class TrafficPolicyTest {

  private static final int CLIENTS = 20;
  private static final int RETRIES = 3; // of each
  private static final int REQUESTS = 50;

  private static final String BUDGET =
      """
      apiVersion: gateway.networking.x-k8s.io/v1alpha1
      kind: XBackendTrafficPolicy
      metadata:
        name: broken
      spec:
        targetRefs:
          - group: ""
            kind: Service
            name: broken
        retryConstraint:
          budget:
            percent: 0
          minRetryRate:
            count: 1
            interval: 1s
      """;

  /// Where the budget is one retry at a time, one client of all has retries.
  @Test
  void aBudgetBoundsTheRetriesOfAllClients() throws Exception {
    try (var folder = Folder.empty("traffic");
        var tulle = Tulle.on(folder);
        var client = HttpClient.newHttpClient()) {
      folder.save("budget.yaml", BUDGET);
      var edge = start(folder, tulle, client);
      assertThat(arrivals(client, edge)).isEqualTo(CLIENTS + RETRIES);
      folder.delete("budget.yaml");
      tulle.await("all retries", () -> all(client, edge));
    }
  }

  @Test
  void sessionsStayWithThePodsOfABackend() throws Exception {
    try (var folder = Folder.empty("traffic");
        var tulle = Tulle.on(folder);
        var client = HttpClient.newHttpClient()) {
      var edge = start(folder, tulle, client);
      var first = Edge.send(client, edge.resolve("/cart"), Map.of());
      var cookie = cookie(first);
      assertThat(cookie).startsWith("cart-").doesNotContain("Path=").contains("HttpOnly");
      var session = Map.of("Cookie", cookie.split(";", 2)[0]);
      for (int i = 0; i < REQUESTS; i++) {
        var answer = Edge.send(client, edge.resolve("/cart/" + i), session);
        assertThat(answer.body()).isEqualTo(first.body());
      }
      var other = cookie(Edge.send(client, edge.resolve("/other"), session));
      assertThat(name(other)).startsWith("cart-").isNotEqualTo(name(cookie));
      assertThat(cookie(Edge.send(client, edge.resolve("/own"), Map.of())))
          .startsWith("own-")
          .contains("Path=/own");
    }
  }

  private static boolean all(HttpClient client, URI edge) {
    try {
      return arrivals(client, edge) == CLIENTS + CLIENTS * RETRIES;
    } catch (IOException e) {
      return false;
    }
  }

  /// So many requests the backend sees when all clients fail at one moment.
  private static int arrivals(HttpClient client, URI edge) throws IOException {
    int before = count(client, edge);
    var answers =
        IntStream.range(0, CLIENTS)
            .mapToObj(
                _ ->
                    client.sendAsync(
                        Edge.request(
                            edge.resolve("/broken"),
                            Map.of("x-client", UUID.randomUUID().toString())),
                        BodyHandlers.ofString()))
            .toList();
    var statuses = answers.stream().map(each -> each.join().statusCode()).toList();
    assertThat(statuses).containsOnly(500);
    return count(client, edge) - before;
  }

  private static int count(HttpClient client, URI edge) throws IOException {
    return Integer.parseInt(Edge.send(client, edge.resolve("/count"), Map.of()).body());
  }

  private static String cookie(HttpResponse<String> answer) {
    return answer.headers().firstValue("set-cookie").orElseThrow();
  }

  private static String name(String cookie) {
    return cookie.split("=", 2)[0];
  }

  /// Where the Gateway answers.
  private static URI start(Folder folder, Tulle tulle, HttpClient client) throws Exception {
    folder.save("shop.yaml", FidelityMesh.resource("e2e/traffic.yaml"));
    tulle.up();
    var edge = Edge.await(tulle);
    tulle.await(
        "all pods",
        () -> {
          try {
            return Edge.answering(client, edge.resolve("/cart"), REQUESTS).size() == 2
                && Edge.send(client, edge.resolve("/count"), Map.of()).statusCode() == 200;
          } catch (IOException e) {
            return false;
          }
        });
    return edge;
  }
}
