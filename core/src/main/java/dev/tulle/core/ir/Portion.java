package dev.tulle.core.ir;

import java.util.stream.Stream;

/// A part of the connections, or of the datagrams, that a listener takes: so much by weight goes to
/// a backend. What goes to an invalid one is refused.
public record Portion(Backend backend, int weight) {

  /// Where it goes; nothing where it goes nowhere.
  public Stream<Upstream> upstream() {
    return weight > 0 && backend instanceof Backend.To(var upstream, _)
        ? Stream.of(upstream)
        : Stream.of();
  }
}
