package dev.tulle.cli.cluster.live;

import dev.tulle.cli.e2e.Connection;
import java.io.IOException;
import java.net.InetSocketAddress;

/// One request on a connection of its own.
final class Asked {

  private Asked() {}

  static int status(InetSocketAddress address, String host) throws IOException {
    try (var connection = new Connection(address)) {
      return connection.get(host, "/").status();
    }
  }
}
