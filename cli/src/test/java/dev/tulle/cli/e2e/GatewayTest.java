package dev.tulle.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.cli.status.StatusSnapshot;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// `examples/gateway`: a Gateway of a folder has an address of its own, and its routes are in force
/// there.
@EndToEnd
class GatewayTest {

  private static final String HOST = "shop.example.com";
  private static final String SECOND =
      """
      apiVersion: gateway.networking.k8s.io/v1
      kind: Gateway
      metadata:
        name: second
      spec:
        gatewayClassName: tulle
        listeners:
          - name: http
            protocol: HTTP
            port: 80
      ---
      apiVersion: gateway.networking.k8s.io/v1
      kind: HTTPRoute
      metadata:
        name: second
      spec:
        parentRefs:
          - name: second
        rules:
          - backendRefs:
              - name: shop-next
                port: 80
      """;

  @Test
  void weightsAndHeadersDecideWhoAnswers() throws Exception {
    try (var folder = Folder.copyOf("gateway");
        var tulle = Tulle.on(folder)) {
      start(tulle);
      var answers = new TreeMap<String, Integer>();
      try (var connection = new Connection(address(tulle, "default/web"))) {
        for (int i = 0; i < 200; i++) {
          var answer = connection.get(HOST, "/");
          assertThat(answer.status()).isEqualTo(200);
          answers.merge(answer.body().split(" ", 2)[0], 1, Integer::sum);
        }
        assertThat(connection.get("other.example.com", "/").status()).isEqualTo(404);
      }
      // a tenth is 20 of 200: none and half of them are as unlikely as can be
      assertThat(answers).containsOnlyKeys("shop", "shop-next");
      assertThat(answers.get("shop-next")).isBetween(3, 60);
    }
  }

  @Test
  void aSecondGatewayComesAndGoesWhileTheFirstServes() throws Exception {
    try (var folder = Folder.copyOf("gateway");
        var tulle = Tulle.on(folder)) {
      start(tulle);
      var first = address(tulle, "default/web");
      try (var connection = new Connection(first)) {
        folder.save("second.yaml", SECOND);
        tulle.awaitStatus("the second", it -> gateway(it, "default/second").isPresent());
        var second = address(tulle, "default/second");
        assertThat(second).isNotEqualTo(first);
        tulle.await("its answer", () -> answers(second, "any.example.com"));
        assertThat(connection.get(HOST, "/").status()).isEqualTo(200);
        folder.delete("second.yaml");
        tulle.awaitStatus("its end", it -> gateway(it, "default/second").isEmpty());
        tulle.await("its silence", () -> !answers(second, "any.example.com"));
        assertThat(connection.get(HOST, "/").status()).isEqualTo(200);
      }
    }
  }

  @Test
  void aKilledControlPlaneTakesItsGatewaysOverAgain() throws Exception {
    try (var folder = Folder.copyOf("gateway");
        var tulle = Tulle.on(folder)) {
      start(tulle);
      var before = address(tulle, "default/web");
      try (var connection = new Connection(before)) {
        tulle.kill();
        assertThat(connection.get(HOST, "/").status()).isEqualTo(200);
        tulle.up();
        tulle.awaitStatus("the return", it -> gateway(it, "default/web").isPresent());
        assertThat(address(tulle, "default/web")).isEqualTo(before);
        assertThat(connection.get(HOST, "/").status()).as("on the same connection").isEqualTo(200);
      }
    }
  }

  private static void start(Tulle tulle) throws IOException, InterruptedException {
    tulle.up();
    tulle.awaitStatus(
        "all of it",
        it ->
            gateway(it, "default/web").filter(StatusSnapshot.Gateway::ready).isPresent()
                && it.services().stream().allMatch(service -> service.ready() > 0));
    var web = address(tulle, "default/web");
    tulle.await("an answer", () -> answers(web, HOST));
  }

  private static Optional<StatusSnapshot.Gateway> gateway(StatusSnapshot status, String name) {
    return status.gateways().stream()
        .filter(it -> it.name().equals(name) && !it.addresses().isEmpty())
        .findFirst();
  }

  private static InetSocketAddress address(Tulle tulle, String name) {
    var row = gateway(tulle.status().orElseThrow(), name).orElseThrow();
    return new InetSocketAddress(URI.create(row.addresses().getFirst()).getHost(), 80);
  }

  private static boolean answers(InetSocketAddress address, String host) {
    try (var connection = new Connection(address)) {
      return connection.get(host, "/").status() == 200;
    } catch (IOException e) {
      return false;
    }
  }
}
