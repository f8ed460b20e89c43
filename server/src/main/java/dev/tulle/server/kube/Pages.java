package dev.tulle.server.kube;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/// A list that comes in pages, so that never more than one of them is in memory.
final class Pages {

  private static final int LIMIT = 500;

  private Pages() {}

  /// Hands out each object; returns the version that all of them were read at.
  static String read(ApiServer server, String path, Consumer<ObjectNode> item)
      throws ApiFailure, InterruptedException {
    var next = "";
    while (true) {
      var page = server.get(path + "?limit=" + LIMIT + next);
      for (var each : page.path("items")) {
        if (each instanceof ObjectNode object) {
          item.accept(object);
        }
      }
      var more = page.path("metadata").path("continue").asString("");
      if (more.isEmpty()) {
        return Versions.of(page);
      }
      next = "&continue=" + URLEncoder.encode(more, StandardCharsets.UTF_8);
    }
  }
}
