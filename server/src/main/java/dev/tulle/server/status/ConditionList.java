package dev.tulle.server.status;

import dev.tulle.core.status.Condition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Conditions as an object of the API has them. One whose status is the same as before keeps the
/// time of its last transition.
final class ConditionList {

  /// What the API's schema lets a message be.
  private static final int MOST = 32_768;

  private ConditionList() {}

  static ArrayNode of(List<Condition> conditions, long generation, JsonNode observed, Instant now) {
    var list = JsonNodeFactory.instance.arrayNode();
    for (var condition : conditions) {
      list.add(of(condition, generation, observed, now));
    }
    return list;
  }

  private static ObjectNode of(
      Condition condition, long generation, JsonNode observed, Instant now) {
    var status =
        switch (condition.status()) {
          case TRUE -> "True";
          case FALSE -> "False";
          case UNKNOWN -> "Unknown";
        };
    var since =
        find(observed, condition.type())
            .filter(before -> before.path("status").asString("").equals(status))
            .map(before -> before.path("lastTransitionTime").asString(""))
            .filter(time -> !time.isEmpty())
            .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
    var message = condition.message();
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", condition.type())
        .put("status", status)
        .put("observedGeneration", generation)
        .put("lastTransitionTime", since)
        .put("reason", condition.reason())
        .put("message", message.substring(0, Math.min(MOST, message.length())));
  }

  static Optional<JsonNode> find(JsonNode conditions, String type) {
    for (var each : conditions) {
      if (each.path("type").asString("").equals(type)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
