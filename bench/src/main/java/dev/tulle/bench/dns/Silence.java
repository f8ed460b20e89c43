package dev.tulle.bench.dns;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;

/// A name server that takes questions and never answers one, as a dead one is seen. The argument is
/// its address.
public final class Silence {

  private Silence() {}

  public static void main(String[] arguments) throws IOException {
    try (var socket = new DatagramSocket(new InetSocketAddress(arguments[0], 53))) {
      var question = new DatagramPacket(new byte[512], 512);
      while (true) {
        socket.receive(question);
      }
    }
  }
}
