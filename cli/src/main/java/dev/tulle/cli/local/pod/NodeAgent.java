package dev.tulle.cli.local.pod;

import dev.tulle.cli.local.net.PodNetwork;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Optional;

/// Who asks a pod how it is, as a kubelet does. Questions to the pod's own address come from an
/// address of their own, which the pod's proxy leaves alone: it must not answer for the program.
record NodeAgent(String pod, String address) {

  /// For a pod without an address.
  static final NodeAgent NOBODY = new NodeAgent("", "");

  static NodeAgent of(PodNetwork network) {
    return new NodeAgent(network.address(), network.agent());
  }

  /// A connection, made within a time.
  Socket connect(InetSocketAddress target, int timeoutMillis) throws IOException {
    var socket = new Socket();
    try {
      socket.bind(source(target.getHostString()).orElse(null));
      socket.connect(target, timeoutMillis);
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /// What a connection to a host has to come from.
  Optional<SocketAddress> source(String host) {
    return host.equals(pod) ? Optional.of(new InetSocketAddress(address, 0)) : Optional.empty();
  }
}
