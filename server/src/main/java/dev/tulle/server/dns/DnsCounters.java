package dev.tulle.server.dns;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// What a name server has done since its start. Safe to count and to read from any thread.
public final class DnsCounters {

  /// The things that are counted.
  public enum Counter {
    /// Packets from clients that may ask.
    RECEIVED,
    /// Questions answered from the cluster's own names.
    CLUSTER,
    /// Questions answered from what was kept of earlier answers.
    KEPT,
    /// Questions that other servers were asked.
    FORWARDED,
    /// Answers of SERVFAIL.
    FAILED,
    /// Packets and connections dropped, since their client may not ask.
    STRANGERS,
    /// Packets dropped or refused, since they are no proper query.
    MALFORMED,
    /// Questions and connections turned away, since too many were under way.
    OVERLOADED,
    /// Tries at another server that got no answer in time.
    UPSTREAM_SILENT,
    /// Packets in place of another server's answer that did not match the question.
    UPSTREAM_MISMATCHED,
    /// Errors of this program's own; each is in the log.
    FAULTS
  }

  private final Map<Counter, LongAdder> counts = new EnumMap<>(Counter.class);

  DnsCounters() {
    for (var counter : Counter.values()) {
      counts.put(counter, new LongAdder());
    }
  }

  void add(Counter counter) {
    adder(counter).increment();
  }

  public long of(Counter counter) {
    return adder(counter).sum();
  }

  private LongAdder adder(Counter counter) {
    return java.util.Objects.requireNonNull(counts.get(counter));
  }
}
