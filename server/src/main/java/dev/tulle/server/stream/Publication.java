package dev.tulle.server.stream;

import dev.tulle.core.xds.ResourceType;
import dev.tulle.core.xds.Resources;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Everything that one scope is served at one sequence number. Immutable; what did not change since
/// the one before is the same object, so that it is never encoded again.
final class Publication {

  private static final Publication NONE =
      new Publication(0, Resources.empty(), new EnumMap<>(ResourceType.class));

  private final long sequence;
  private final Resources source;
  private final Map<ResourceType, Map<String, Encoded>> byType;

  private Publication(
      long sequence, Resources source, Map<ResourceType, Map<String, Encoded>> byType) {
    this.sequence = sequence;
    this.source = source;
    this.byType = byType;
  }

  /// A publication and the names that differ from the one before it.
  record Step(Publication publication, Map<ResourceType, Set<String>> changed) {}

  static Step first(long sequence, Resources resources) {
    return NONE.next(sequence, resources);
  }

  /// Whether the maps are the very same object: comparing them by content is what is to be saved.
  @SuppressWarnings("ReferenceEquality")
  private boolean untouched(ResourceType type, Resources resources) {
    return this != NONE && resources.of(type) == source.of(type);
  }

  /// One pass over what is to be served finds what changed, encodes it, and keeps the rest.
  Step next(long sequence, Resources resources) {
    var types = new EnumMap<ResourceType, Map<String, Encoded>>(ResourceType.class);
    var changed = new EnumMap<ResourceType, Set<String>>(ResourceType.class);
    for (var type : ResourceType.values()) {
      var before = of(type);
      if (untouched(type, resources)) {
        types.put(type, before);
        continue;
      }
      var names = new HashSet<String>();
      var after = new HashMap<String, Encoded>(resources.of(type).size() * 2);
      resources
          .of(type)
          .forEach(
              (name, resource) -> {
                var old = before.get(name);
                if (old == null || !old.version().equals(resource.version())) {
                  names.add(name);
                  after.put(name, new Encoded(resource));
                } else {
                  after.put(name, old);
                }
              });
      before.keySet().stream().filter(name -> !after.containsKey(name)).forEach(names::add);
      types.put(type, names.isEmpty() ? before : after);
      if (!names.isEmpty()) {
        changed.put(type, names);
      }
    }
    return new Step(new Publication(sequence, resources, types), changed);
  }

  long sequence() {
    return sequence;
  }

  Map<String, Encoded> of(ResourceType type) {
    return byType.getOrDefault(type, Map.of());
  }

  @Nullable Encoded find(ResourceType type, String name) {
    return of(type).get(name);
  }
}
