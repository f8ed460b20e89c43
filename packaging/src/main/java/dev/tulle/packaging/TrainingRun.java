package dev.tulle.packaging;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A start of the control plane against an API server of ours, up to where it is ready; then it is
/// told to end, as a kubelet does. What it loaded on that way, its JVM keeps.
record TrainingRun(List<String> program, Path objects, Path work) {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration BETWEEN = Duration.ofMillis(100);

  void run() throws IOException, InterruptedException {
    Files.createDirectories(work);
    var kubeconfig = work.resolve("training.kubeconfig");
    var log = work.resolve("training.log");
    int xds = freePort();
    int http = freePort();
    try (var api = new TrainingApi(objects)) {
      api.writeKubeconfig(kubeconfig);
      var words = new ArrayList<>(program);
      words.addAll(
          List.of(
              "controller",
              "--namespace=training",
              "--xds-port=" + xds,
              "--http-port=" + http,
              "--proxy-image=training"));
      var builder =
          new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().putAll(Map.of("KUBECONFIG", kubeconfig.toString()));
      var process = builder.start();
      try {
        awaitReady(process, http, log);
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
          throw failed("it did not end when it was told to", log);
        }
      } finally {
        process.destroyForcibly();
      }
    }
  }

  private static void awaitReady(Process process, int port, Path log)
      throws IOException, InterruptedException {
    var ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/readyz")).build();
    long end = System.nanoTime() + PATIENCE.toNanos();
    try (var client = HttpClient.newHttpClient()) {
      while (process.isAlive() && System.nanoTime() < end) {
        if (isReady(client, ready)) {
          return;
        }
        Thread.sleep(BETWEEN);
      }
    }
    throw failed("it did not become ready", log);
  }

  private static boolean isReady(HttpClient client, HttpRequest request)
      throws InterruptedException {
    try {
      return client.send(request, BodyHandlers.discarding()).statusCode()
          == HttpURLConnection.HTTP_OK;
    } catch (IOException _) {
      return false; // it does not listen yet
    }
  }

  private static IOException failed(String why, Path log) throws IOException {
    return new IOException("the training run failed: " + why + "\n" + Files.readString(log));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
