package dev.tulle.cli.local;

import dev.tulle.cli.outcome.Exit;
import dev.tulle.cli.outcome.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// Whether the gateway will be able to listen where it is asked to.
final class Listening {

  private static final int LAST_PORT = 65_535;

  private Listening() {}

  /// Whether the ports can be what they are for.
  static void checkPorts(UpOptions options) throws Failure {
    check("--http", options.http());
    check("--https", options.https());
    if (options.http() == options.https()) {
      throw new Failure(
          Exit.USAGE,
          "the gateway cannot have one port for both HTTP and HTTPS",
          "--http and --https are both " + options.http(),
          "choose two different ports");
    }
  }

  /// Whether nobody else listens there.
  static void checkFree(UpOptions options) throws Failure {
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

  /// Whether nobody else listens where the control plane is to.
  static void checkFree(XdsSite site) throws Failure {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(site.listened());
    } catch (IOException e) {
      throw new Failure(
          Exit.USAGE,
          "the control plane cannot listen on " + site.server() + ", where gRPC clients ask it",
          String.valueOf(e.getMessage()),
          "end what listens on that port of all addresses; `ss -ltnp` shows who does");
    }
  }

  private static void check(String option, int port) throws Failure {
    if (port < 1 || port > LAST_PORT) {
      throw new Failure(
          Exit.USAGE,
          option + " " + port + " is not a port",
          "ports are from 1 to " + LAST_PORT,
          "choose one of those");
    }
  }
}
