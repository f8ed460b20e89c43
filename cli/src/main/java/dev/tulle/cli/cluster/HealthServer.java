package dev.tulle.cli.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// Owns the port on which a kubelet asks for health and readiness, and Prometheus for metrics. All
/// that is said there may be known to anyone.
final class HealthServer implements AutoCloseable {

  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int UNAVAILABLE = 503;

  private static final String TEXT = "text/plain; charset=utf-8";
  private static final ExpositionFormats FORMATS = ExpositionFormats.init();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /// What is asked each time: what is still waited for before we are ready, and the metrics.
  record Answers(Supplier<Optional<String>> notReady, Supplier<MetricSnapshots> metrics) {}

  HealthServer(int port, Answers answers) throws IOException {
    server = HttpServer.create(new InetSocketAddress(port), 0);
    server.setExecutor(threads);
    server.createContext("/", exchange -> answer(exchange, NOT_FOUND, "there is no such page\n"));
    server.createContext("/healthz", exchange -> answer(exchange, OK, "ok\n"));
    server.createContext("/readyz", exchange -> ready(exchange, answers.notReady().get()));
    server.createContext("/metrics", exchange -> metrics(exchange, answers.metrics().get()));
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static void ready(HttpExchange exchange, Optional<String> missing) throws IOException {
    answer(
        exchange,
        missing.isEmpty() ? OK : UNAVAILABLE,
        missing.map(what -> "waiting for " + what + "\n").orElse("ok\n"));
  }

  /// In the form that is asked for.
  private static void metrics(HttpExchange exchange, MetricSnapshots metrics) throws IOException {
    var writer = FORMATS.findWriter(exchange.getRequestHeaders().getFirst("Accept"));
    var body = new ByteArrayOutputStream();
    writer.write(body, metrics);
    answer(exchange, OK, writer.getContentType(), body.toByteArray());
  }

  private static void answer(HttpExchange exchange, int code, String text) throws IOException {
    answer(exchange, code, TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange exchange, int code, String type, byte[] body)
      throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(code, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
