package dev.tulle.cli.e2e;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// Envoy's admin interface on its Unix socket.
record EnvoyAdmin(Path socket) {

  /// All counters and gauges whose name matches.
  Map<String, Long> stats(String regex) throws IOException {
    var stats = new TreeMap<String, Long>();
    get("/stats")
        .lines()
        .map(line -> line.split(": ", 2))
        .filter(pair -> pair.length == 2 && pair[0].matches(regex) && pair[1].matches("\\d+"))
        .forEach(pair -> stats.put(pair[0], Long.parseLong(pair[1])));
    return stats;
  }

  /// The answer with its headers and, where it is chunked, the sizes of its chunks.
  String get(String path) throws IOException {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      var request = "GET " + path + " HTTP/1.1\r\nHost: admin\r\nConnection: close\r\n\r\n";
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
