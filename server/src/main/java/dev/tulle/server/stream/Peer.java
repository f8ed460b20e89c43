package dev.tulle.server.stream;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.name.SpiffeId;
import java.time.Instant;
import java.util.Optional;

/// Who is at the other end of a connection, as its credential says, a certificate or a token, and
/// until when that holds. `pod` is the Pod that the credential was made for, where it was for one.
public record Peer(SpiffeId identity, Optional<ObjectName> pod, Instant expires) {}
