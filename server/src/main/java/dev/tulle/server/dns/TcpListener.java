package dev.tulle.server.dns;

import dev.tulle.server.dns.DnsCounters.Counter;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Owns one TCP socket and virtual threads: one that accepts, and one for each connection. The
/// connections of one client are bounded, so that none can take the place of all others.
final class TcpListener implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TcpListener.class);
  private static final int IDLE_MILLIS = 10_000;
  private static final int MOST_OF_A_CLIENT = 32;
  private static final int MOST = 1024;
  private static final int MOST_QUESTIONS_AT_ONCE = 32;

  private final ServerSocket server;
  private final Predicate<InetAddress> allowed;
  private final Responder responder;
  private final Waiting waiting;
  private final DnsCounters counters;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Map<InetAddress, Integer> byClient = new ConcurrentHashMap<>();

  TcpListener(
      DnsServer.Site site,
      Predicate<InetAddress> allowed,
      Responder responder,
      Waiting waiting,
      DnsCounters counters)
      throws IOException {
    this.allowed = allowed;
    this.responder = responder;
    this.waiting = waiting;
    this.counters = counters;
    this.server = new ServerSocket();
    try {
      server.setReuseAddress(true);
      server.setOption(StandardSocketOptions.SO_REUSEPORT, site.shared());
      server.bind(site.address(), 128);
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  void start() {
    Thread.ofVirtual().name("dns-tcp-accept").start(this::run);
  }

  private void run() {
    while (!server.isClosed()) {
      try {
        accepted(server.accept());
      } catch (IOException e) {
        if (!server.isClosed()) {
          counters.add(Counter.FAULTS);
          LOG.error("a connection could not be accepted", e);
          DnsServer.pauseAfterFault();
        }
      }
    }
  }

  private void accepted(Socket socket) throws IOException {
    var client = socket.getInetAddress();
    if (!allowed.test(client)) {
      counters.add(Counter.STRANGERS);
      socket.close();
      return;
    }
    int its = byClient.merge(client, 1, Integer::sum);
    if (its > MOST_OF_A_CLIENT || open.size() >= MOST) {
      counters.add(Counter.OVERLOADED);
      left(client);
      socket.close();
      return;
    }
    open.add(socket);
    if (server.isClosed()) {
      socket.close(); // close() may have passed over it
    }
    Thread.ofVirtual().name("dns-tcp").start(() -> serve(socket, client));
  }

  private void left(InetAddress client) {
    byClient.computeIfPresent(client, (key, count) -> count == 1 ? null : count - 1);
  }

  private void serve(Socket socket, InetAddress client) {
    try (socket) {
      socket.setSoTimeout(IDLE_MILLIS);
      socket.setTcpNoDelay(true);
      read(socket, new DataInputStream(socket.getInputStream()));
    } catch (EOFException | SocketTimeoutException | SocketException done) {
      LOG.trace("{} is done", client, done);
    } catch (IOException | RuntimeException e) {
      LOG.debug("the connection of {} broke", client, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
      left(client);
    }
  }

  /// Questions are answered as their answers come (RFC 7766, section 6.2.1.1).
  private void read(Socket socket, DataInputStream in) throws IOException, InterruptedException {
    var atOnce = new Semaphore(MOST_QUESTIONS_AT_ONCE);
    while (true) {
      var packet = new byte[in.readUnsignedShort()];
      in.readFully(packet);
      switch (responder.overTcp(packet)) {
        case Responder.Outcome.Silence() -> {
          return; // what cannot be answered would leave its sender waiting
        }
        case Responder.Outcome.Reply reply -> write(socket, reply.bytes());
        case Responder.Outcome.Later later -> {
          atOnce.acquire();
          waiting.deliver(later, bytes -> writeLate(socket, bytes, atOnce));
        }
      }
    }
  }

  private static void writeLate(Socket socket, ByteBuffer reply, Semaphore atOnce) {
    try {
      write(socket, reply);
    } catch (IOException gone) {
      LOG.trace("nobody waits for an answer", gone);
    } finally {
      atOnce.release();
    }
  }

  private static void write(Socket socket, ByteBuffer reply) throws IOException {
    int length = reply.remaining();
    var framed = ByteBuffer.allocate(2 + length).putShort((short) length).put(reply);
    synchronized (socket) {
      socket.getOutputStream().write(framed.array());
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (var socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
