package dev.tulle.server.dns;

import dev.tulle.server.dns.DnsCounters.Counter;
import dev.tulle.server.dns.Responder.Outcome;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends replies: those that are there at once on the caller's thread, those that wait for another
/// server on a virtual thread each, of which it owns a bounded number.
final class Waiting {

  private static final Logger LOG = LoggerFactory.getLogger(Waiting.class);
  private static final int MOST = 4096;

  private final Semaphore places = new Semaphore(MOST);
  private final DnsCounters counters;

  Waiting(DnsCounters counters) {
    this.counters = counters;
  }

  void deliver(Outcome outcome, Consumer<ByteBuffer> send) {
    switch (outcome) {
      case Outcome.Silence() -> {}
      case Outcome.Reply(var bytes) -> send.accept(bytes);
      case Outcome.Later later -> {
        if (places.tryAcquire()) {
          Thread.ofVirtual().name("dns-forward").start(() -> await(later, send));
        } else {
          counters.add(Counter.OVERLOADED);
          send.accept(later.overloaded());
        }
      }
    }
  }

  private void await(Outcome.Later later, Consumer<ByteBuffer> send) {
    try {
      send.accept(later.reply().get());
    } catch (RuntimeException fault) {
      counters.add(Counter.FAULTS);
      LOG.error("a forwarded question could not be answered", fault);
    } finally {
      places.release();
    }
  }
}
