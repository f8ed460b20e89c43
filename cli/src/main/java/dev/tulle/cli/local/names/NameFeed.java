package dev.tulle.cli.local.names;

import dev.tulle.core.dns.NameTable;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a name server at the latest table: sends all of it when it has connected, and then what
/// changed; tables that come while another is under way are sent as one. Connects again when the
/// connection ends. Owns two virtual threads.
final class NameFeed implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(NameFeed.class);
  private static final Duration AGAIN = Duration.ofMillis(10);

  private final NameServerSettings settings;
  private final Runnable connected;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Thread thread = Thread.ofVirtual().name("names").unstarted(this::run);
  private @Nullable NameTable latest;
  private @Nullable SocketChannel current;
  private long given;
  private long sent;
  private long accepted;
  private boolean answers;
  private boolean everAnswered;
  private boolean closing;

  /// `connected` is called when a name server has taken its first table.
  NameFeed(NameServerSettings settings, Runnable connected) {
    this.settings = settings;
    this.connected = connected;
  }

  void start() {
    thread.start();
  }

  /// Returns at once.
  void publish(NameTable table) {
    lock.lock();
    try {
      if (table != latest) {
        latest = table;
        given++;
        news.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Waits until what was published is in force; false where that takes longer, or no name server
  /// answers.
  boolean awaitAccepted(Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long wanted = given;
      long left = atMost.toNanos();
      while (accepted < wanted && answers && left > 0 && !closing) {
        left = news.awaitNanos(left);
      }
      return accepted >= wanted;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until a name server has answered once.
  boolean awaitAnswers(Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (!everAnswered && left > 0 && !closing) {
        left = news.awaitNanos(left);
      }
      return everAnswered;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (!isClosing()) {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(settings.socket()))) {
          feed(channel);
        } catch (IOException e) {
          LOG.debug("the name server is not there", e);
        } finally {
          ended();
        }
        Thread.sleep(AGAIN);
      }
    } catch (InterruptedException e) {
      LOG.debug("the name server is told nothing more");
    }
  }

  private void feed(SocketChannel channel) throws IOException, InterruptedException {
    begun(channel);
    Thread.ofVirtual().name("names-accepted").start(() -> hear(channel));
    var theirs = NameTable.unsynced(settings.zone());
    for (var next = next(channel); next != null; next = next(channel)) {
      new Frame(next.number(), next.table().since(theirs)).write(channel);
      theirs = next.table();
    }
  }

  private record Next(long number, NameTable table) {}

  /// Waits for a table to send, and for the one before to be in force; null when the connection is
  /// over.
  private @Nullable Next next(SocketChannel channel) throws InterruptedException {
    lock.lock();
    try {
      while (channel.isOpen() && (latest == null || sent == given || accepted < sent)) {
        news.await();
      }
      if (!channel.isOpen() || latest == null) {
        return null;
      }
      sent = given;
      return new Next(given, latest);
    } finally {
      lock.unlock();
    }
  }

  private void hear(SocketChannel channel) {
    try (channel) {
      for (var number = Frame.readAcknowledged(channel);
          number.isPresent();
          number = Frame.readAcknowledged(channel)) {
        accepted(channel, number.get());
      }
    } catch (IOException e) {
      LOG.debug("the name server has gone", e);
    } finally {
      signal();
    }
  }

  private void accepted(SocketChannel channel, long number) {
    boolean first;
    lock.lock();
    try {
      if (!channel.equals(current)) {
        return;
      }
      accepted = number;
      first = !answers;
      answers = true;
      everAnswered = true;
      news.signalAll();
    } finally {
      lock.unlock();
    }
    if (first) {
      connected.run();
    }
  }

  private void begun(SocketChannel channel) throws IOException {
    lock.lock();
    try {
      if (closing) {
        channel.close();
      }
      current = channel;
      sent = 0;
      accepted = 0;
    } finally {
      lock.unlock();
    }
  }

  private void ended() {
    lock.lock();
    try {
      current = null;
      answers = false;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void signal() {
    lock.lock();
    try {
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean isClosing() {
    lock.lock();
    try {
      return closing;
    } finally {
      lock.unlock();
    }
  }

  /// The name server goes on with what it has.
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      if (current != null) {
        current.close();
      }
      news.signalAll();
    } catch (IOException e) {
      LOG.debug("the connection to the name server could not be closed", e);
    } finally {
      lock.unlock();
    }
    thread.interrupt();
  }
}
