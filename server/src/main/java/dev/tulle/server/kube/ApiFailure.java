package dev.tulle.server.kube;

import java.io.IOException;

/// A request that the API server did not grant, and what follows from it. The message is one
/// sentence for the log.
public final class ApiFailure extends IOException {

  private static final long serialVersionUID = 1;

  /// What to do about it.
  public enum Cause {
    /// What was asked for is not there, or its kind is not served.
    ABSENT,
    /// The API server no longer has the history that was asked for: only a new list helps.
    GONE,
    /// Somebody else has written in the meantime.
    CONFLICT,
    /// What was sent is not valid; sending it again does not help.
    INVALID,
    /// We have no permission; somebody has to grant it.
    FORBIDDEN,
    /// It may work the next time.
    UNAVAILABLE
  }

  private final Cause why;

  ApiFailure(Cause why, String message) {
    super(message);
    this.why = why;
  }

  static ApiFailure of(int code, String message) {
    return new ApiFailure(cause(code), message);
  }

  private static Cause cause(int code) {
    return switch (code) {
      case 404, 405 -> Cause.ABSENT;
      case 410 -> Cause.GONE;
      case 409 -> Cause.CONFLICT;
      case 400, 413, 415, 422 -> Cause.INVALID;
      case 401, 403 -> Cause.FORBIDDEN;
      default -> Cause.UNAVAILABLE;
    };
  }

  public Cause why() {
    return why;
  }
}
