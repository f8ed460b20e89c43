package dev.tulle.core.ir;

import java.time.Duration;
import java.util.Optional;

/// What tells a client's further requests from others', so that they stay with the endpoint that
/// answered the first one, for as long as it is there.
public sealed interface Session {

  /// A cookie that clients send with paths at or below `path`, or below that of the request that
  /// they got it for, where this is empty. Without a lifetime it ends when the client does.
  record Cookie(String name, String path, Optional<Duration> lifetime) implements Session {}

  /// A header of the answer, which clients send back.
  record Header(String name) implements Session {}
}
