package dev.tulle.packaging;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// As much of an API server as the control plane needs to start: it has the objects of a file, by
/// the path of their collection, and nothing in all other collections. Watches stay open and
/// silent.
final class TrainingApi implements AutoCloseable {

  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int NOT_FOUND = 404;
  private static final String ONE_OBJECT = ".*/namespaces/[^/]+/[^/]+/[^/]+";
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpServer server;
  private final JsonNode collections;

  TrainingApi(Path objects) throws IOException {
    collections = JSON.readTree(objects.toFile());
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  /// The kubeconfig of a client of it.
  void writeKubeconfig(Path file) throws IOException {
    Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: training, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: nobody, user: {token: none}}]
        contexts: [{name: training, context: {cluster: training, user: nobody}}]
        current-context: training
        """
            .formatted(server.getAddress().getPort()));
  }

  private void answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var query = String.valueOf(exchange.getRequestURI().getQuery());
    var sent = exchange.getRequestBody().readAllBytes();
    if (query.contains("watch=true")) {
      exchange.sendResponseHeaders(OK, 0); // and no event ever
      exchange.getResponseBody().flush();
    } else if (exchange.getRequestMethod().equals("GET")) {
      var found = collections.path(path);
      boolean absent = found.isMissingNode() && path.matches(ONE_OBJECT);
      reply(exchange, absent ? NOT_FOUND : OK, absent ? status() : list(found));
    } else {
      reply(exchange, CREATED, new String(sent, StandardCharsets.UTF_8));
    }
  }

  private static String list(JsonNode items) {
    var list = JSON.createObjectNode();
    list.put("kind", "List").put("apiVersion", "v1");
    list.withObject("/metadata").put("resourceVersion", "1");
    var all = list.withArray("/items");
    items.forEach(all::add);
    list.withArray("/versions");
    list.withArray("/resources");
    return list.toString();
  }

  private static String status() {
    return JSON.createObjectNode()
        .put("kind", "Status")
        .put("apiVersion", "v1")
        .put("status", "Failure")
        .put("reason", "NotFound")
        .put("code", NOT_FOUND)
        .put("message", "not found")
        .toString();
  }

  private static void reply(HttpExchange exchange, int code, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
