package dev.tulle.core.ir;

/// How the endpoints of one Service port are spoken to. Which endpoints there are is kept apart,
/// since they change far more often.
public record Cluster(ServicePort port, Protocol protocol, Affinity affinity) {}
