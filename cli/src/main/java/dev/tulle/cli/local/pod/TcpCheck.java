package dev.tulle.cli.local.pod;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/// Passes when a connection can be made.
record TcpCheck(NodeAgent agent, String host, int port) implements Check {

  @Override
  public Verdict ask(Duration timeout) {
    var target = new InetSocketAddress(host, port);
    try (var _ = agent.connect(target, Math.toIntExact(timeout.toMillis()))) {
      return Verdict.PASSED;
    } catch (IOException e) {
      return Verdict.failed("dial tcp %s:%d: %s".formatted(host, port, e.getMessage()));
    }
  }
}
