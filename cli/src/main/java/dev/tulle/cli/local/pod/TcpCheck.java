package dev.tulle.cli.local.pod;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/// Passes when a connection can be made.
record TcpCheck(String host, int port) implements Check {

  @Override
  public Verdict ask(Duration timeout) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), Math.toIntExact(timeout.toMillis()));
      return Verdict.PASSED;
    } catch (IOException e) {
      return Verdict.failed("dial tcp %s:%d: %s".formatted(host, port, e.getMessage()));
    }
  }
}
