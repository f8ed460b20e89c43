package dev.tulle.core.ir;

/// A part of the connections, or of the datagrams, that a listener takes: so much by weight goes to
/// a backend. What goes to an invalid one is refused.
public record Portion(Backend backend, int weight) {}
