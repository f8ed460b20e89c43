package dev.tulle.server.trust;

import dev.tulle.core.xds.PodBootstrap;
import dev.tulle.core.xds.PodFiles;
import dev.tulle.core.xds.Printer;
import dev.tulle.server.stream.EnvoyProgram;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/// A real Envoy as it runs in a pod, with its files as a kubelet puts them there: behind a link
/// that is swapped.
final class PodEnvoy implements AutoCloseable {

  private final Path directory;
  private final Process process;
  private final int ready;
  private int tokens;

  /// `port` is that of the control plane on this host.
  PodEnvoy(Path directory, ControlPlaneNames names, int port, String rootPem, String token)
      throws IOException {
    this.directory = directory;
    var root = Files.createDirectories(directory.resolve("root"));
    Files.writeString(root.resolve("ca.crt"), rootPem);
    for (var file : PodFiles.of(root.toString(), tokens().toString()).entrySet()) {
      Files.writeString(root.resolve(file.getKey()), file.getValue());
    }
    Files.createDirectories(tokens());
    project(token);
    Files.createSymbolicLink(tokens().resolve("token"), Path.of("..data", "token"));
    this.ready = free();
    var bootstrap =
        new PodBootstrap(
            "shop/web", "localhost", port, names.identity(), root.toString(), 1L << 30);
    var text =
        Printer.json(bootstrap.message())
            .replace("\"port_value\": " + PodBootstrap.READY_PORT, "\"port_value\": " + ready)
            .replace("\"port_value\": " + PodBootstrap.ADMIN_PORT, "\"port_value\": " + free());
    this.process =
        new ProcessBuilder(
                EnvoyProgram.find().orElseThrow().toString(),
                "--config-yaml",
                text,
                "--service-node",
                "web-1",
                "--concurrency",
                "1",
                "--disable-hot-restart")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
  }

  private static int free() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private Path tokens() {
    return directory.resolve("tokens");
  }

  /// Puts a token in the place of the one before, as a kubelet does.
  void project(String token) throws IOException {
    tokens++;
    var fresh = Files.createDirectory(tokens().resolve("..token-" + tokens));
    Files.writeString(fresh.resolve("token"), token);
    var link = tokens().resolve("..data_tmp");
    Files.createSymbolicLink(link, fresh.getFileName());
    Files.move(link, tokens().resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
  }

  /// What a kubelet is answered at `path`; 0 where nothing answers.
  int probe(String path) throws InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ready + path))
              .timeout(Duration.ofSeconds(2))
              .build();
      return client.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    }
  }

  String log() throws IOException {
    return Files.readString(directory.resolve("log"));
  }

  @Override
  public void close() {
    EnvoyProgram.end(process);
  }
}
