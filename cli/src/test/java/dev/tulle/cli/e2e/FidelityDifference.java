package dev.tulle.cli.e2e;

/// All that HTTP with the mesh may show otherwise than without it, each documented in
/// `docs/mesh.md`. A difference says what a message of the plain way becomes.
enum FidelityDifference {
  /// A request gets `x-forwarded-proto: http` where it has none.
  FORWARDED_PROTO;

  static HttpMessage allOf(HttpMessage message) {
    var changed = message;
    for (var difference : values()) {
      changed = difference.of(changed);
    }
    return changed;
  }

  private HttpMessage of(HttpMessage message) {
    return switch (this) {
      case FORWARDED_PROTO ->
          message.isRequest() && message.header("x-forwarded-proto").isEmpty()
              ? message.adding("x-forwarded-proto: http")
              : message;
    };
  }
}
