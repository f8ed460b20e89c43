package dev.tulle.cli.local.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The admin interface of one Envoy, on its Unix socket. Each question has a connection of its own;
/// an Envoy that is silent for long counts as one that does not answer. An interrupt ends a
// question.
public final class AdminSocket {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Path socket;
  private final Duration patience;

  public AdminSocket(Path socket) {
    this(socket, PATIENCE);
  }

  AdminSocket(Path socket, Duration patience) {
    this.socket = socket;
    this.patience = patience;
  }

  /// The answer as JSON. An answer of another kind than 200 is an exception, as is none.
  public JsonNode json(String path) throws IOException {
    var body = ask("GET", path);
    try {
      return JsonMapper.shared().readTree(body);
    } catch (JacksonException e) {
      throw new IOException(
          "Envoy's answer to " + path + " is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /// The sum of the counters and gauges whose names match.
  long sum(String regex) throws IOException {
    return ask("GET", "/stats?filter=" + regex)
        .lines()
        .filter(line -> line.matches("\\S+: \\d+"))
        .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  void post(String path) throws IOException {
    ask("POST", path);
  }

  private String ask(String method, String path) throws IOException {
    var answer = AdminAnswer.read(exchange(method, path));
    if (answer.status() != 200) {
      throw new IOException("Envoy answers %s with %d".formatted(path, answer.status()));
    }
    return answer.body();
  }

  /// All bytes of the answer; Envoy closes the connection after the last.
  private byte[] exchange(String method, String path) throws IOException {
    var request = method + " " + path + " HTTP/1.1\r\nhost: admin\r\nconnection: close\r\n\r\n";
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        var selector = Selector.open()) {
      var bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      return all(channel, selector);
    }
  }

  private byte[] all(SocketChannel channel, Selector selector) throws IOException {
    var answer = new ByteArrayOutputStream();
    var buffer = ByteBuffer.allocate(BUFFER_BYTES);
    while (true) {
      int answered = selector.select(patience.toMillis());
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException();
      }
      if (answered == 0) {
        throw new IOException("Envoy has been silent for " + patience.toSeconds() + " s");
      }
      selector.selectedKeys().clear();
      if (channel.read(buffer) < 0) {
        return answer.toByteArray();
      }
      answer.write(buffer.array(), 0, buffer.position());
      buffer.clear();
    }
  }
}
