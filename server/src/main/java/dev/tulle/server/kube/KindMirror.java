package dev.tulle.server.kube;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Change;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// All objects of one kind as a `World` has them, with the version each was seen at. What arrives
/// twice, and what changes nothing that a World has, ends here.
final class KindMirror<T extends HasMetadata> implements Mirror {

  /// How long it is remembered that an object is gone: longer than a watch sends events again.
  private static final Duration MEMORY = Duration.ofMinutes(1);

  /// What all kinds have in common.
  record Site(
      ApiServer server,
      ServedVersions served,
      KubernetesSerialization serialization,
      ObservedStatuses statuses) {}

  private record Held(String version, @Nullable Object object, long since) {}

  private final ApiResource<T> resource;
  private final Site site;
  private final Consumer<List<Change>> changes;
  private final Map<ObjectName, Held> held = new HashMap<>();
  private final ArrayDeque<ObjectName> gone = new ArrayDeque<>();

  KindMirror(ApiResource<T> resource, Site site, Consumer<List<Change>> changes) {
    this.resource = resource;
    this.site = site;
    this.changes = changes;
  }

  @Override
  public String name() {
    return resource.plural();
  }

  @Override
  public Optional<String> path() throws ApiFailure, InterruptedException {
    return site.served().of(resource).map(resource::collection);
  }

  @Override
  public String accept() {
    return ApiServer.WHOLE;
  }

  @Override
  public String list(String path) throws ApiFailure, InterruptedException {
    var found = new ArrayList<Change>();
    var listed = new HashSet<ObjectName>();
    var version =
        Pages.read(
            site.server(),
            path,
            item -> {
              listed.add(nameOf(item));
              put(item).ifPresent(found::add);
            });
    for (var name : List.copyOf(held.keySet())) {
      if (!listed.contains(name)) {
        gone(name, version).ifPresent(found::add);
      }
    }
    tell(found);
    return version;
  }

  @Override
  public void event(WatchEvent event) {
    var name = nameOf(event.object());
    var known = held.get(name);
    if (known != null && !Versions.newer(event.version(), known.version())) {
      return;
    }
    var change =
        event.type() == WatchEvent.Type.GONE ? gone(name, event.version()) : put(event.object());
    tell(change.stream().toList());
  }

  @Override
  public void absent() {
    var found = new ArrayList<Change>();
    held.forEach(
        (name, each) -> {
          if (each.object() != null) {
            site.statuses().gone(name);
            found.add(Change.gone(name));
          }
        });
    held.clear();
    gone.clear();
    tell(found);
  }

  private void tell(List<Change> found) {
    if (!found.isEmpty()) {
      changes.accept(found);
    }
  }

  private ObjectName nameOf(JsonNode object) {
    var metadata = object.path("metadata");
    return resource.named(
        metadata.path("namespace").asString(""), metadata.path("name").asString(""));
  }

  private Optional<Change> put(ObjectNode json) {
    var name = nameOf(json);
    var version = Versions.of(json);
    if (resource.hasStatus()) {
      site.statuses().put(name, json);
    }
    Projection.strip(json, resource);
    var object =
        resource.projection().apply(site.serialization().convertValue(json, resource.type()));
    var before = held.get(name);
    if (before != null && object.equals(before.object())) {
      // the object that is in use already stays
      held.put(name, new Held(version, before.object(), before.since()));
      return Optional.empty();
    }
    held.put(name, new Held(version, object, System.nanoTime()));
    return Optional.of(Change.put(name, object));
  }

  private Optional<Change> gone(ObjectName name, String version) {
    site.statuses().gone(name);
    var now = System.nanoTime();
    forget(now - MEMORY.toNanos());
    gone.add(name);
    var before = held.put(name, new Held(version, null, now));
    return Optional.ofNullable(before)
        .filter(each -> Objects.nonNull(each.object()))
        .map(_ -> Change.gone(name));
  }

  /// What has been gone since before then.
  private void forget(long then) {
    while (!gone.isEmpty()) {
      var each = held.get(gone.getFirst());
      if (each != null && each.object() == null && each.since() - then > 0) {
        return;
      }
      if (each != null && each.object() == null) {
        held.remove(gone.getFirst());
      }
      gone.removeFirst();
    }
  }
}
