package dev.tulle.server.dns;

import dev.tulle.server.dns.DnsCounters.Counter;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Owns one UDP socket and the platform thread that reads it. Answers leave from the address that
/// was asked, since the socket is bound to it.
final class UdpListener implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(UdpListener.class);
  private static final int BUFFERED = 4 << 20;

  private final DatagramChannel channel;
  private final Predicate<InetAddress> allowed;
  private final Responder responder;
  private final Waiting waiting;
  private final DnsCounters counters;
  private final Thread thread;
  private final ReentrantLock answering = new ReentrantLock();

  UdpListener(
      DnsServer.Site site,
      Predicate<InetAddress> allowed,
      Responder responder,
      Waiting waiting,
      DnsCounters counters)
      throws IOException {
    var address = site.address();
    boolean four = address.getAddress() instanceof Inet4Address;
    this.channel =
        DatagramChannel.open(four ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
    this.allowed = allowed;
    this.responder = responder;
    this.waiting = waiting;
    this.counters = counters;
    try {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFERED);
      channel.setOption(StandardSocketOptions.SO_REUSEPORT, site.shared());
      channel.bind(address);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    this.thread = Thread.ofPlatform().name("dns-udp-" + address).daemon().unstarted(this::run);
  }

  InetSocketAddress address() throws IOException {
    return (InetSocketAddress) channel.getLocalAddress();
  }

  void start() {
    thread.start();
  }

  private void run() {
    var buffer = ByteBuffer.allocateDirect(Wire.TCP_PAYLOAD);
    while (channel.isOpen()) {
      try {
        receive(buffer);
      } catch (ClosedChannelException closed) {
        return;
      } catch (IOException | RuntimeException e) {
        counters.add(Counter.FAULTS);
        LOG.error("a packet could not be received", e);
        DnsServer.pauseAfterFault();
      }
    }
  }

  private void receive(ByteBuffer buffer) throws IOException {
    buffer.clear();
    if (!(channel.receive(buffer) instanceof InetSocketAddress client)) {
      return;
    }
    if (!allowed.test(client.getAddress()) || client.getPort() == 0) {
      counters.add(Counter.STRANGERS);
      return;
    }
    var packet = new byte[buffer.flip().remaining()];
    buffer.get(packet);
    answering.lock();
    try {
      waiting.deliver(responder.overUdp(packet), reply -> send(reply, client));
    } finally {
      answering.unlock();
    }
  }

  private void send(ByteBuffer reply, InetSocketAddress client) {
    try {
      channel.send(reply, client);
    } catch (IOException gone) {
      // the client is, or this server: either way nobody waits for the answer
      LOG.debug("no answer to {}", client, gone);
    }
  }

  /// Whoever is being answered gets the answer.
  @Override
  public void close() throws IOException {
    answering.lock();
    try {
      channel.close();
    } finally {
      answering.unlock();
    }
  }
}
