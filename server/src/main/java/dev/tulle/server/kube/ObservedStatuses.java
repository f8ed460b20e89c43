package dev.tulle.server.kube;

import dev.tulle.core.name.ObjectName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The status that each object has at the API server now, as far as it is known: what others wrote
/// into it, and when conditions last changed. Safe for any thread.
public final class ObservedStatuses {

  /// `status` is missing where the object has none; nobody changes it. `ours` if we have written
  /// something of it, now or before we were restarted.
  public record Observed(String uid, String version, JsonNode status, boolean ours) {}

  private final Map<ObjectName, Observed> observed = new ConcurrentHashMap<>();
  private final Runnable changed;

  /// `changed` is called, from several threads, when an object has come or is another one than
  // before.
  public ObservedStatuses(Runnable changed) {
    this.changed = changed;
  }

  public Optional<Observed> of(ObjectName object) {
    return Optional.ofNullable(observed.get(object));
  }

  /// Also for what the API server answers to a write, which may be known before its event comes.
  public void put(ObjectName name, ObjectNode object) {
    var next =
        new Observed(
            object.path("metadata").path("uid").asString(""),
            Versions.of(object),
            object.path("status").deepCopy(),
            isOurs(object));
    var before = observed.get(name);
    if (before != null && !Versions.newer(next.version(), before.version())) {
      return;
    }
    observed.put(name, next);
    changed.run();
  }

  /// The objects whose status has something of ours.
  public List<ObjectName> ours() {
    return observed.entrySet().stream()
        .filter(each -> each.getValue().ours())
        .map(Map.Entry::getKey)
        .toList();
  }

  private static boolean isOurs(ObjectNode object) {
    for (var each : object.path("metadata").path("managedFields")) {
      if (each.path("manager").asString("").equals(ApiServer.MANAGER)
          && each.path("subresource").asString("").equals("status")) {
        return true;
      }
    }
    return false;
  }

  void gone(ObjectName name) {
    observed.remove(name);
  }
}
