package dev.tulle.bench.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;

/// What no name server can be faster than: each packet comes back as it is, from one thread.
final class Echo implements AutoCloseable {

  private final DatagramChannel channel;

  Echo() throws IOException {
    channel =
        DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    channel.setOption(java.net.StandardSocketOptions.SO_RCVBUF, 4 << 20);
    Thread.ofPlatform().name("echo").daemon().start(this::run);
  }

  InetSocketAddress address() throws IOException {
    return (InetSocketAddress) channel.getLocalAddress();
  }

  private void run() {
    var buffer = ByteBuffer.allocateDirect(512);
    try {
      while (true) {
        SocketAddress client = channel.receive(buffer.clear());
        channel.send(buffer.flip(), client);
      }
    } catch (ClosedChannelException done) {
      // by the end of the run
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
