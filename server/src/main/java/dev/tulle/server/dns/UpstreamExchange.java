package dev.tulle.server.dns;

import dev.tulle.server.dns.DnsCounters.Counter;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// One question to one other server, over UDP and, where the answer is cut there, over TCP. Each
/// has a random id and a socket of its own, whose port the kernel takes from its own generator;
/// the socket is connected, so that only the server's own packets arrive at all.
final class UpstreamExchange {

  /// As many packets that do not match are an attempt to forge one: TCP cannot be forged so.
  private static final int MOST_MISMATCHES = 8;

  private final SecureRandom random;
  private final DnsCounters counters;

  UpstreamExchange(SecureRandom random, DnsCounters counters) {
    this.random = random;
    this.counters = counters;
  }

  /// The server's answer; an error where there was none in time.
  UpstreamAnswer ask(InetSocketAddress server, byte[] question, int millis) throws IOException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    var query = question.clone();
    Wire.setId(query, random.nextInt(1 << 16));
    var answer = udp(server, query, end);
    if (answer.isPresent() && !Wire.isTruncated(answer.get().bytes())) {
      return answer.get();
    }
    return tcp(server, query, end);
  }

  /// Empty where it takes TCP to know.
  private Optional<UpstreamAnswer> udp(InetSocketAddress server, byte[] query, long end)
      throws IOException {
    try (var socket = new DatagramSocket()) {
      socket.connect(server);
      socket.send(new DatagramPacket(query, query.length));
      var packet = new DatagramPacket(new byte[4096], 4096);
      for (int mismatches = 0; mismatches < MOST_MISMATCHES; mismatches++) {
        socket.setSoTimeout(left(end));
        socket.receive(packet);
        var bytes = Arrays.copyOf(packet.getData(), packet.getLength());
        var answer = UpstreamQuestion.answer(query, bytes);
        if (answer.isPresent()) {
          return answer;
        }
        counters.add(Counter.UPSTREAM_MISMATCHED);
      }
      return Optional.empty();
    }
  }

  private UpstreamAnswer tcp(InetSocketAddress server, byte[] query, long end) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(server, left(end));
      var framed = ByteBuffer.allocate(2 + query.length).putShort((short) query.length);
      socket.getOutputStream().write(framed.put(query).array());
      var stream = new DataInputStream(socket.getInputStream());
      socket.setSoTimeout(left(end));
      var bytes = new byte[stream.readUnsignedShort()];
      for (int read = 0; read < bytes.length; ) {
        socket.setSoTimeout(left(end));
        int count = stream.read(bytes, read, bytes.length - read);
        if (count < 0) {
          throw new EOFException("the connection ended before the answer did");
        }
        read += count;
      }
      return UpstreamQuestion.answer(query, bytes)
          .orElseThrow(() -> new IOException("the answer over TCP is to another question"));
    }
  }

  private static int left(long end) throws SocketTimeoutException {
    long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    if (millis <= 0) {
      throw new SocketTimeoutException("no answer in time");
    }
    return (int) millis;
  }
}
