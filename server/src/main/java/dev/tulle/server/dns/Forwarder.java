package dev.tulle.server.dns;

import dev.tulle.server.dns.DnsCounters.Counter;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.Rcode;

/// Answers about names outside the cluster: kept ones at once, others from the machine's own name
/// servers. A question that many ask at a time is sent once; a time and a number bound all.
final class Forwarder {

  /// Clients give up after 5 s: an answer by then is an answer, even a failure.
  private static final long TOTAL_MILLIS = 4000;

  private static final int FIRST_TRY_MILLIS = 1000;
  private static final int LATER_TRY_MILLIS = 1500;
  private static final int ROUNDS = 3;
  private static final int MOST_OUTSTANDING = 512;

  /// RFC 9520: a failure is kept for at least a second, so that it is not made worse.
  private static final long FAILURE_SECONDS = 1;

  private final KeptAnswers kept;
  private final Upstreams upstreams;
  private final UpstreamExchange exchange;
  private final DnsCounters counters;
  private final Map<UpstreamQuestion, CompletableFuture<Optional<byte[]>>> underWay =
      new ConcurrentHashMap<>();
  private final Semaphore outstanding = new Semaphore(MOST_OUTSTANDING);

  Forwarder(
      KeptAnswers kept, Upstreams upstreams, UpstreamExchange exchange, DnsCounters counters) {
    this.kept = kept;
    this.upstreams = upstreams;
    this.exchange = exchange;
    this.counters = counters;
  }

  /// An answer that is at hand. Never waits.
  Optional<byte[]> atHand(UpstreamQuestion question) {
    return kept.get(question);
  }

  /// The answer of another server, or empty where there is none. Waits, for a bounded time.
  Optional<byte[]> ask(UpstreamQuestion question) {
    var mine = new CompletableFuture<Optional<byte[]>>();
    var theirs = underWay.putIfAbsent(question, mine);
    if (theirs != null) {
      return theirs
          .completeOnTimeout(Optional.empty(), 2 * TOTAL_MILLIS, TimeUnit.MILLISECONDS)
          .join();
    }
    Optional<byte[]> answer = Optional.empty();
    try {
      answer = bounded(question);
    } finally {
      underWay.remove(question, mine);
      mine.complete(answer);
    }
    return answer;
  }

  private Optional<byte[]> bounded(UpstreamQuestion question) {
    // it may have been answered between the look at what is kept and this turn
    var already = kept.get(question);
    if (already.isPresent()) {
      return already;
    }
    if (!outstanding.tryAcquire()) {
      counters.add(Counter.OVERLOADED);
      return Optional.empty();
    }
    try {
      counters.add(Counter.FORWARDED);
      var answer = rounds(question.wire());
      answer.ifPresent(found -> keep(question, found));
      return answer.map(UpstreamAnswer::bytes);
    } catch (IOException unwritable) {
      return Optional.empty();
    } finally {
      outstanding.release();
    }
  }

  private void keep(UpstreamQuestion question, UpstreamAnswer answer) {
    if (isFailure(answer)) {
      kept.put(question, answer, FAILURE_SECONDS);
    } else {
      kept.put(question, answer);
    }
  }

  private Optional<UpstreamAnswer> rounds(byte[] query) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TOTAL_MILLIS);
    Optional<UpstreamAnswer> failure = Optional.empty();
    for (int round = 0; round < ROUNDS; round++) {
      int patience = round == 0 ? FIRST_TRY_MILLIS : LATER_TRY_MILLIS;
      boolean silent = false;
      for (var server : upstreams.inOrder()) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          return failure;
        }
        try {
          var answer = exchange.ask(server, query, (int) Math.min(patience, left));
          upstreams.answered(server);
          if (!isFailure(answer)) {
            return Optional.of(answer);
          }
          failure = Optional.of(answer);
        } catch (IOException noAnswer) {
          counters.add(Counter.UPSTREAM_SILENT);
          upstreams.failed(server);
          silent = true;
        }
      }
      if (!silent) {
        return failure;
      }
    }
    return failure;
  }

  /// Another server may do better.
  private static boolean isFailure(UpstreamAnswer answer) {
    return answer.rcode() == Rcode.SERVFAIL || answer.rcode() == Rcode.REFUSED;
  }
}
