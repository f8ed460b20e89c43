package dev.tulle.cli.local;

import dev.tulle.cli.outcome.Exit;
import dev.tulle.cli.outcome.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// Whether the gateway will be able to listen where it is asked to.
final class Listening {

  private Listening() {}

  static void check(UpOptions options) throws Failure {
    for (var address : options.allAddresses()) {
      try (var socket = new ServerSocket()) {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getByName(address), options.http()));
      } catch (IOException e) {
        throw new Failure(
            Exit.USAGE,
            "the gateway cannot listen on " + address + ":" + options.http(),
            String.valueOf(e.getMessage()),
            "choose a port that is free with --http, an address of this machine with --listen;"
                + " `ss -ltnp` shows who listens");
      }
    }
  }
}
