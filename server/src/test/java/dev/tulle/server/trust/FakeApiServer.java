package dev.tulle.server.trust;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// As much of an API server as tokens, pods and Secrets need: what a test says of a token is what a
/// review answers, and a Secret is created once.
final class FakeApiServer implements AutoCloseable {

  final Map<String, TokenReviewStatus> tokens = new ConcurrentHashMap<>();
  final Map<String, Pod> pods = new ConcurrentHashMap<>();
  final Map<String, String> secrets = new ConcurrentHashMap<>();
  final AtomicInteger reviews = new AtomicInteger();

  /// What everything is answered with while it is not 0.
  volatile int away;

  private final HttpServer server;

  FakeApiServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  KubernetesClient client() {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
            .withRequestRetryBackoffLimit(0)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /// A token that says of itself what is given here; only a review makes it true.
  static String token(String audience, Instant expires, String id) {
    var claims =
        "{\"aud\":[\"%s\"],\"exp\":%d,\"jti\":\"%s\"}"
            .formatted(audience, expires.getEpochSecond(), id);
    var encoder = Base64.getUrlEncoder().withoutPadding();
    return encoder.encodeToString("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.UTF_8))
        + "."
        + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + "."
        + encoder.encodeToString(id.getBytes(StandardCharsets.UTF_8));
  }

  static TokenReviewStatus good(String namespace, String account, String pod, String uid) {
    return new TokenReviewStatusBuilder()
        .withAuthenticated(true)
        .withAudiences("tulle")
        .withNewUser()
        .withUsername("system:serviceaccount:" + namespace + ":" + account)
        .addToExtra("authentication.kubernetes.io/pod-name", List.of(pod))
        .addToExtra("authentication.kubernetes.io/pod-uid", List.of(uid))
        .endUser()
        .build();
  }

  void run(String namespace, String account, String pod, String uid) {
    pods.put(
        "/api/v1/namespaces/" + namespace + "/pods/" + pod,
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(pod)
            .withUid(uid)
            .endMetadata()
            .withNewSpec()
            .withServiceAccountName(account)
            .endSpec()
            .withNewStatus()
            .withPhase("Running")
            .endStatus()
            .build());
  }

  private void answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (away != 0) {
      send(exchange, away, "{\"kind\":\"Status\",\"code\":" + away + "}");
    } else if (path.equals("/apis/authentication.k8s.io/v1/tokenreviews")) {
      reviews.incrementAndGet();
      send(exchange, 201, review(body));
    } else if (path.contains("/secrets") && exchange.getRequestMethod().equals("POST")) {
      var stored = secrets.putIfAbsent(path + "/" + RootSecret.NAME, body);
      send(exchange, stored == null ? 201 : 409, stored == null ? body : "{\"code\":409}");
    } else if (secrets.containsKey(path)) {
      send(exchange, 200, secrets.getOrDefault(path, ""));
    } else if (pods.containsKey(path)) {
      send(exchange, 200, Serialization.asJson(pods.get(path)));
    } else {
      send(exchange, 404, "{\"kind\":\"Status\",\"code\":404}");
    }
  }

  private String review(String body) {
    var asked = Serialization.unmarshal(body, TokenReview.class).getSpec();
    var unknown = new TokenReviewStatusBuilder().withAuthenticated(false).build();
    var status =
        asked.getAudiences().equals(List.of("tulle"))
            ? tokens.getOrDefault(asked.getToken(), unknown)
            : unknown;
    return Serialization.asJson(new TokenReviewBuilder().withStatus(status).build());
  }

  private static void send(HttpExchange exchange, int code, String json) throws IOException {
    var bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
