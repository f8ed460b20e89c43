package dev.tulle.server.stream;

import dev.tulle.core.name.SpiffeId;
import java.time.Instant;

/// Who is at the other end of a connection, as its certificate says, and until when that holds.
record Peer(SpiffeId identity, Instant expires) {}
