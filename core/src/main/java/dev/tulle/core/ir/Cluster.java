package dev.tulle.core.ir;

/// How the endpoints of an upstream are spoken to by one gateway. Which endpoints there are is kept
/// apart, since they change far more often.
public record Cluster(Upstream upstream, Affinity affinity, UpstreamTls tls) {}
