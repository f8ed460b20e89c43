package dev.tulle.core.ir;

/// How many retries a proxy may have under way to an upstream: this share of the requests that it
/// has under way there, and so many in any case.
public record RetryBudget(int percent, int least) {}
