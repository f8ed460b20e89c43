package dev.tulle.cli.local;

import dev.tulle.cli.instance.LocalIdentities;
import dev.tulle.server.ca.Bearer;
import dev.tulle.server.controlplane.ControlPlane;
import dev.tulle.server.stream.XdsServer;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where the control plane of a folder listens: on a Unix socket, and on a port of an address of
/// this host, where gRPC clients that speak xDS themselves find it.
record XdsSite(Path socket, String address) {

  private static final int PORT = 15_010;

  /// The latter as in `10.128.0.1:15010`.
  String server() {
    return address + ":" + PORT;
  }

  InetSocketAddress listened() {
    return new InetSocketAddress(address, PORT);
  }

  ControlPlane.Site site() {
    return new ControlPlane.Site(
        new Bearer(LocalIdentities.CONTROL_PLANE, Optional.empty(), List.of(address), List.of()),
        List.of(new XdsServer.Address.Unix(socket), new XdsServer.Address.Tcp(listened())));
  }
}
