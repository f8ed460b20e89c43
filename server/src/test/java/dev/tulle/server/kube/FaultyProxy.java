package dev.tulle.server.kube;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// Stands before a real API server, and does to the watches of one kind what networks, proxies and
/// API servers do to them now and then. All else goes through unharmed.
final class FaultyProxy implements AutoCloseable {

  /// What happens, once or until something else is said.
  enum Fault {
    NONE,
    /// The next watch is answered with 410.
    GONE_STATUS,
    /// The next watch has an event that says 410.
    GONE_EVENT,
    /// Watches are empty and end at once, until the objects are listed.
    GONE_EMPTY,
    /// The connection breaks in the middle of the next event.
    CUT,
    /// Every event comes twice.
    REPEATED,
    /// The next event does not come.
    LOST,
    /// Watches go on, but nothing is ever sent in them.
    SILENT,
    /// There is no API server.
    AWAY,
    /// There is no permission.
    FORBIDDEN
  }

  private static final String GONE =
      "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410,\"message\":\"too old\"}}\n";

  private final AtomicReference<Fault> fault = new AtomicReference<>(Fault.NONE);
  private final AtomicInteger lists = new AtomicInteger();
  private final AtomicInteger hits = new AtomicInteger();
  private final Set<HttpExchange> open = ConcurrentHashMap.newKeySet();
  private final String kind;
  private final String upstream;
  private final HttpClient http;
  private final HttpServer server;

  /// `kind` as in paths: `ingresses`.
  FaultyProxy(Config config, String kind) throws IOException, GeneralSecurityException {
    this.kind = kind;
    this.upstream = config.getMasterUrl().replaceAll("/$", "");
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(SSLUtils.sslContext(config))
            .build();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  KubernetesClient client() {
    var config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
            .withRequestRetryBackoffLimit(0)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  void is(Fault next) {
    hits.set(0);
    fault.set(next);
    if (next == Fault.AWAY) {
      open.forEach(HttpExchange::close);
    }
  }

  /// How often the fault has struck since it was set.
  int hits() {
    return hits.get();
  }

  /// How often the kind was listed.
  int lists() {
    return lists.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    open.add(exchange);
    try (exchange) {
      var query = String.valueOf(exchange.getRequestURI().getQuery());
      boolean watched = query.contains("watch=true");
      boolean meant = exchange.getRequestURI().getPath().endsWith("/" + kind);
      if (fault.get() == Fault.AWAY) {
        hits.incrementAndGet();
      } else if (!meant) {
        forward(exchange, watched, false);
      } else if (watched) {
        watch(exchange);
      } else {
        list(exchange);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(exchange);
    }
  }

  private void list(HttpExchange exchange) throws IOException, InterruptedException {
    if (fault.get() == Fault.FORBIDDEN) {
      hits.incrementAndGet();
      exchange.sendResponseHeaders(403, -1);
      return;
    }
    lists.incrementAndGet();
    fault.compareAndSet(Fault.GONE_EMPTY, Fault.NONE);
    forward(exchange, false, false);
  }

  private void watch(HttpExchange exchange) throws IOException, InterruptedException {
    switch (fault.get()) {
      case GONE_STATUS -> {
        struck(Fault.GONE_STATUS);
        exchange.sendResponseHeaders(410, -1);
      }
      case GONE_EVENT -> {
        struck(Fault.GONE_EVENT);
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write(GONE.getBytes(StandardCharsets.UTF_8));
      }
      case GONE_EMPTY -> {
        hits.incrementAndGet();
        exchange.sendResponseHeaders(200, 0);
      }
      case FORBIDDEN -> {
        hits.incrementAndGet();
        exchange.sendResponseHeaders(403, -1);
      }
      case NONE, CUT, REPEATED, LOST, SILENT, AWAY -> forward(exchange, true, true);
    }
  }

  private boolean struck(Fault once) {
    boolean struck = fault.compareAndSet(once, Fault.NONE);
    if (struck) {
      hits.incrementAndGet();
    }
    return struck;
  }

  private void forward(HttpExchange exchange, boolean watched, boolean meant)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(upstream + exchange.getRequestURI()))
            .method(
                exchange.getRequestMethod(),
                BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    for (var header : Set.of("Accept", "Content-Type")) {
      var value = exchange.getRequestHeaders().getFirst(header);
      if (value != null) {
        request.header(header, value);
      }
    }
    var response = http.send(request.build(), BodyHandlers.ofInputStream());
    try (var body = response.body()) {
      response
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      exchange.sendResponseHeaders(response.statusCode(), 0);
      exchange.getResponseBody().flush();
      if (watched && meant) {
        var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        pass(lines, exchange.getResponseBody());
      } else {
        copy(body, exchange.getResponseBody());
      }
    }
  }

  private static void copy(java.io.InputStream from, OutputStream to) throws IOException {
    var buffer = new byte[8192];
    for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
      to.write(buffer, 0, n);
      to.flush();
    }
  }

  private void pass(BufferedReader lines, OutputStream to) throws IOException {
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      boolean event = !line.contains("\"type\":\"BOOKMARK\"");
      var bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
      if (fault.get() == Fault.SILENT) {
        hits.incrementAndGet();
        continue;
      }
      if (event && struck(Fault.LOST)) {
        continue;
      }
      if (event && struck(Fault.CUT)) {
        to.write(bytes, 0, bytes.length / 2);
        to.flush();
        throw new IOException("cut");
      }
      to.write(bytes);
      if (event && fault.get() == Fault.REPEATED) {
        hits.incrementAndGet();
        to.write(bytes);
      }
      to.flush();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
