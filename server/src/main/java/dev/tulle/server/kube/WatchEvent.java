package dev.tulle.server.kube;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/// One line of a watch. `object` may be changed by who takes it.
record WatchEvent(Type type, String version, ObjectNode object) {

  /// What a line can be. A `BOOKMARK` says that nothing has happened up to its version.
  enum Type {
    PUT,
    GONE,
    BOOKMARK,
    ERROR
  }

  /// Nothing for what is no event.
  static Optional<WatchEvent> read(String line) {
    try {
      var event = ApiServer.JSON.readTree(line);
      return event.path("object") instanceof ObjectNode object
          ? type(event.path("type").asString(""))
              .map(type -> new WatchEvent(type, Versions.of(object), object))
          : Optional.empty();
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  private static Optional<Type> type(String word) {
    return switch (word) {
      case "ADDED", "MODIFIED" -> Optional.of(Type.PUT);
      case "DELETED" -> Optional.of(Type.GONE);
      case "BOOKMARK" -> Optional.of(Type.BOOKMARK);
      case "ERROR" -> Optional.of(Type.ERROR);
      default -> Optional.empty();
    };
  }

  /// What an `ERROR` says, as if the request had been answered with it.
  ApiFailure failure() {
    return ApiFailure.of(
        object.path("code").asInt(500), object.path("message").asString("an error without words"));
  }
}
