package dev.tulle.server.dns;

import dev.tulle.core.dns.Answer;
import dev.tulle.core.dns.NameTable;
import dev.tulle.core.dns.Question;
import dev.tulle.server.dns.DnsCounters.Counter;
import dev.tulle.server.dns.Received.Query;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Rcode;

/// From a client's packet to the packet it gets back. Cluster names never wait for anything. Safe
/// for threads.
final class Responder {

  private static final Logger LOG = LoggerFactory.getLogger(Responder.class);

  /// What becomes of a packet.
  sealed interface Outcome {
    record Reply(ByteBuffer bytes) implements Outcome {}

    /// The reply takes another server's answer: `reply` waits for it.
    record Later(Supplier<ByteBuffer> reply, ByteBuffer overloaded) implements Outcome {}

    record Silence() implements Outcome {}
  }

  private final Forwarder forwarder;
  private final DnsCounters counters;
  private volatile NameTable table;

  Responder(NameTable table, Forwarder forwarder, DnsCounters counters) {
    this.table = table;
    this.forwarder = forwarder;
    this.counters = counters;
  }

  void publish(NameTable next) {
    table = next;
  }

  /// The outcome of a packet that came over UDP.
  Outcome overUdp(byte[] packet) {
    return respond(packet, false);
  }

  Outcome overTcp(byte[] packet) {
    return respond(packet, true);
  }

  private Outcome respond(byte[] packet, boolean tcp) {
    counters.add(Counter.RECEIVED);
    try {
      return switch (Received.read(packet)) {
        case Received.Ignored() -> {
          counters.add(Counter.MALFORMED);
          yield new Outcome.Silence();
        }
        case Received.Rejected rejected -> {
          counters.add(Counter.MALFORMED);
          yield reply(Replies.of(rejected));
        }
        case Query query -> answer(query, tcp ? Wire.TCP_PAYLOAD : udpLimit(query));
      };
    } catch (IOException | RuntimeException fault) {
      counters.add(Counter.FAULTS);
      LOG.error("a question could not be answered", fault);
      return new Outcome.Silence();
    }
  }

  private static int udpLimit(Query query) {
    int asked = query.edns().map(Received.Edns::payloadSize).orElse(Wire.PLAIN_UDP_PAYLOAD);
    return Math.clamp(asked, Wire.PLAIN_UDP_PAYLOAD, Wire.UDP_PAYLOAD);
  }

  private Outcome answer(Query query, int limit) throws IOException {
    return switch (table.answer(new Question(query.name().toString(), query.type()))) {
      case Answer.Known known -> {
        counters.add(Counter.CLUSTER);
        yield reply(Replies.of(query, known, limit));
      }
      case Answer.Unanswerable unanswerable -> reply(failure(query));
      case Answer.Elsewhere elsewhere -> {
        var question = UpstreamQuestion.of(query, query.name().toString());
        yield forwarded(query, question, theirs -> Replies.forwarded(query, theirs, limit));
      }
      case Answer.Continued continued -> {
        var question = UpstreamQuestion.of(query, continued.target());
        yield forwarded(
            query, question, theirs -> Replies.continued(query, continued, theirs, limit));
      }
    };
  }

  /// Makes a reply of another server's bytes.
  private interface Writer {
    byte[] write(byte[] theirs) throws IOException;
  }

  private Outcome forwarded(Query query, UpstreamQuestion question, Writer writer) {
    var atHand = forwarder.atHand(question);
    if (atHand.isPresent()) {
      counters.add(Counter.KEPT);
      return reply(written(query, atHand, writer));
    }
    return new Outcome.Later(
        () -> ByteBuffer.wrap(written(query, forwarder.ask(question), writer)),
        ByteBuffer.wrap(Replies.of(query, Rcode.SERVFAIL)));
  }

  private static Outcome reply(byte[] bytes) {
    return new Outcome.Reply(ByteBuffer.wrap(bytes));
  }

  private byte[] written(Query query, Optional<byte[]> theirs, Writer writer) {
    try {
      return theirs.isPresent() ? writer.write(theirs.get()) : failure(query);
    } catch (IOException | RuntimeException unreadable) { // the codec throws either
      return failure(query);
    }
  }

  private byte[] failure(Query query) {
    counters.add(Counter.FAILED);
    return Replies.of(query, Rcode.SERVFAIL);
  }
}
