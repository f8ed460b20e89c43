package dev.tulle.server.stream;

/// Tells who calls, from the credential alone. It is asked for every call, on a thread of the
/// call's own, and may take its time.
@FunctionalInterface
public interface Authenticator {

  Outcome authenticate(Credential credential);

  /// What came of it. `why` is a clause for the caller and for the log.
  sealed interface Outcome {

    record Known(Peer peer) implements Outcome {}

    /// The credential is none, or no good.
    record Refused(String why) implements Outcome {}

    /// Who could tell cannot be asked now: the caller may try again.
    record Undecided(String why) implements Outcome {}
  }
}
