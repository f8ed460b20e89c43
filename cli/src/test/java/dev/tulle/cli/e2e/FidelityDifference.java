package dev.tulle.cli.e2e;

/// All that HTTP with the mesh may show otherwise than without it, each documented in
/// `docs/mesh.md`. A difference says what a message of the plain way becomes.
enum FidelityDifference {
  /// An answer without `date` gets one.
  DATE;

  private static final String NOW = "date: (now)";

  static HttpMessage allOf(HttpMessage message) {
    var changed = message;
    for (var difference : values()) {
      changed = difference.of(changed);
    }
    return changed;
  }

  /// With what is different each time replaced by a word.
  static HttpMessage timeless(HttpMessage message) {
    boolean now = message.headers().stream().anyMatch(it -> it.startsWith("date: "));
    return now ? message.without("date").adding(NOW) : message;
  }

  private HttpMessage of(HttpMessage message) {
    return switch (this) {
      case DATE ->
          message.isRequest() || message.header("date").isPresent() || message.equals(Way.NOTHING)
              ? message
              : message.adding(NOW);
    };
  }
}
