package dev.tulle.cli.local.names;

import dev.tulle.core.dns.NameChanges;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/// What goes over the socket: changes under a number, and the number back once they are in force.
/// A connection begins with changes to an empty table. One that breaks off within a frame has not
/// sent that frame.
record Frame(long number, NameChanges changes) {

  private static final int HEADER = Integer.BYTES + Long.BYTES;
  private static final int MOST_BYTES = 1 << 28;

  void write(SocketChannel channel) throws IOException {
    var content = changes.toBytes();
    var bytes = ByteBuffer.allocate(HEADER + content.length);
    bytes.putInt(content.length).putLong(number).put(content).flip();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /// The next whole frame; empty at the end of the connection. What is no frame is refused with an
  /// IOException or an IllegalArgumentException.
  static Optional<Frame> read(SocketChannel channel) throws IOException {
    var header = ByteBuffer.allocate(HEADER);
    if (!fill(channel, header)) {
      return Optional.empty();
    }
    int length = header.getInt();
    long number = header.getLong();
    if (length < 0 || length > MOST_BYTES) {
      throw new IOException("a frame of " + length + " bytes");
    }
    var content = ByteBuffer.allocate(length);
    return fill(channel, content)
        ? Optional.of(new Frame(number, NameChanges.of(content.array())))
        : Optional.empty();
  }

  static void acknowledge(SocketChannel channel, long number) throws IOException {
    channel.write(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
  }

  /// The number that was acknowledged next; empty at the end of the connection.
  static Optional<Long> readAcknowledged(SocketChannel channel) throws IOException {
    var bytes = ByteBuffer.allocate(Long.BYTES);
    return fill(channel, bytes) ? Optional.of(bytes.getLong()) : Optional.empty();
  }

  private static boolean fill(SocketChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        return false;
      }
    }
    bytes.flip();
    return true;
  }
}
