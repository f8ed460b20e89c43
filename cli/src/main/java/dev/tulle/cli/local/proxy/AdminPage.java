package dev.tulle.cli.local.proxy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/// Envoy's admin page on its Unix socket, for answers of a few lines. An interrupt ends a question.
record AdminPage(Path socket) {

  private static final int MOST_BYTES = 64 << 10;

  /// What an answer begins with is enough to tell success.
  private static final String OK = "HTTP/1.1 200 ";

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

  /// The answer with its head, as it came.
  private String ask(String method, String path) throws IOException {
    var request = method + " " + path + " HTTP/1.1\r\nhost: admin\r\nconnection: close\r\n\r\n";
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      var bytes = request.getBytes(StandardCharsets.US_ASCII);
      for (var out = ByteBuffer.wrap(bytes); out.hasRemaining(); ) {
        channel.write(out);
      }
      var in = ByteBuffer.allocate(MOST_BYTES);
      while (in.hasRemaining() && channel.read(in) >= 0) {
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedIOException();
        }
      }
      var answer =
          new String(Arrays.copyOf(in.array(), in.position()), StandardCharsets.ISO_8859_1);
      if (!answer.startsWith(OK)) {
        throw new IOException(method + " " + path + ": " + answer.lines().findFirst().orElse(""));
      }
      return answer;
    }
  }
}
