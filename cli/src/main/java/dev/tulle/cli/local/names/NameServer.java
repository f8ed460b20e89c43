package dev.tulle.cli.local.names;

import dev.tulle.core.dns.NameTable;
import dev.tulle.server.dns.DnsServer;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The name server's own process: answers pods from the last whole table that it was told. It
/// listens for them from the first one on, also beside a name server whose place it takes; whoever
/// told it may end, and another may come.
public final class NameServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(NameServer.class);

  private final NameServerSettings settings;
  private final FileChannel lock;
  private final ServerSocketChannel socket;
  private final DnsServer dns;
  private boolean listening;

  private NameServer(NameServerSettings settings, FileChannel lock, ServerSocketChannel socket) {
    this.settings = settings;
    this.lock = lock;
    this.socket = socket;
    this.dns = new DnsServer(settings.dns(), System::nanoTime);
  }

  /// Takes the socket, whatever one that ended left of it. Throws where another process has it.
  public static NameServer open(NameServerSettings settings) throws IOException {
    // not made here: its folder is removed when no name server is wanted any more
    var lock = FileChannel.open(settings.lock(), StandardOpenOption.WRITE);
    try {
      if (lock.tryLock() == null) {
        throw new IOException("another name server runs already");
      }
      Files.deleteIfExists(settings.socket());
      var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      socket.bind(UnixDomainSocketAddress.of(settings.socket()));
      return new NameServer(settings, lock, socket);
    } catch (IOException e) {
      lock.close();
      throw e;
    }
  }

  /// Runs until it is closed. Throws where it cannot listen for questions.
  public void run() throws IOException {
    while (true) {
      try (var channel = socket.accept()) {
        follow(channel);
      } catch (ClosedChannelException closed) {
        return;
      }
    }
  }

  private void follow(SocketChannel channel) throws IOException {
    var table = NameTable.unsynced(settings.zone());
    while (true) {
      NameTable next;
      long number;
      try {
        var frame = Frame.read(channel);
        if (frame.isEmpty()) {
          return;
        }
        number = frame.get().number();
        next = table.with(frame.get().changes());
      } catch (AsynchronousCloseException e) {
        return;
      } catch (IOException | IllegalArgumentException e) {
        LOG.warn("what came cannot be read, and the names stay as they were", e);
        return;
      }
      table = next;
      dns.publish(table);
      if (!listening) {
        dns.startBeside();
        listening = true;
      }
      acknowledge(channel, number);
    }
  }

  private static void acknowledge(SocketChannel channel, long number) {
    try {
      Frame.acknowledge(channel, number);
    } catch (IOException gone) {
      LOG.debug("nobody waits for {} to be in force", number, gone);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    dns.close();
    lock.close();
  }
}
