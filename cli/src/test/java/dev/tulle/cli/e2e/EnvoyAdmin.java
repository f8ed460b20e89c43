package dev.tulle.cli.e2e;

import java.io.IOException;
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

  String get(String path) throws IOException {
    try (var connection = new Connection(() -> new UnixSocket(socket))) {
      return connection.get("admin", path).body();
    }
  }
}
