package dev.tulle.server.stream;

import dev.tulle.core.name.SpiffeId;
import dev.tulle.core.xds.Scope;

/// One stream of one proxy. Identity and scope come from its certificate; `node` is what the proxy
/// calls itself: a label for people, on which nothing is ever decided.
public record Proxy(long stream, SpiffeId identity, Scope scope, String node) {}
