package dev.tulle.core.ir;

import java.util.Optional;

/// How the endpoints of an upstream are spoken to by one gateway; without a budget, retries are
/// bounded by those of each request alone. Which endpoints there are is kept apart, since they
/// change far more often.
public record Cluster(
    Upstream upstream, Affinity affinity, UpstreamTls tls, Optional<RetryBudget> retries) {}
