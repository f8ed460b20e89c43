package dev.tulle.core.gateway;

import dev.tulle.core.ir.HostMatch;
import dev.tulle.core.ir.ServerTls;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.ListenerStatus.RouteKind;
import java.util.List;
import java.util.Optional;

/// A listener, judged with all others of its Gateway, but without regard to routes. `kinds` are
/// those of routes that may attach. It is not in force where it is `refused` or in `conflict`, or
/// where its `tls` cannot be had; `unresolved` tells what is wrong with its references.
record JudgedListener(
    ReadListener read,
    Optional<ListenerProtocol> protocol,
    List<RouteKind> kinds,
    Tls tls,
    Optional<Finding> refused,
    Optional<Finding> conflict,
    List<Finding> unresolved,
    List<ListenerId> overlapping) {

  /// What becomes of TLS.
  sealed interface Tls {

    /// There is none, or it is none of our business.
    record Untouched() implements Tls {}

    record Terminated(ServerTls tls) implements Tls {}

    /// Its certificates cannot be shown, or there is nothing to judge those of clients by.
    record Unusable() implements Tls {}
  }

  JudgedListener {
    kinds = List.copyOf(kinds);
    unresolved = List.copyOf(unresolved);
    overlapping = List.copyOf(overlapping);
  }

  ListenerId id() {
    return read.id();
  }

  /// That of a listener that is in force.
  HostMatch host() {
    return read.host().orElseGet(HostMatch.Any::new);
  }

  /// Whether it takes a place on its port, be it to refuse connections.
  boolean isThere() {
    return protocol.isPresent()
        && read.host().isPresent()
        && conflict.isEmpty()
        && (refused.isEmpty() || tls instanceof Tls.Unusable);
  }

  boolean isInForce() {
    return isThere() && refused.isEmpty() && !(tls instanceof Tls.Unusable);
  }

  JudgedListener in(Optional<Finding> theConflict) {
    return new JudgedListener(
        read, protocol, kinds, tls, refused, theConflict, unresolved, overlapping);
  }

  JudgedListener overlapping(List<ListenerId> others) {
    return new JudgedListener(read, protocol, kinds, tls, refused, conflict, unresolved, others);
  }

  boolean takes(RouteKind kind) {
    return kinds.contains(kind);
  }
}
