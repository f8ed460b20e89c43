package dev.tulle.core.xds;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// Everything that the proxies of one scope may ask for, by type and name. Immutable.
public final class Resources {

  private static final Resources EMPTY = new Resources(Map.of());

  private final Map<ResourceType, Map<String, Resource>> byType;

  private Resources(Map<ResourceType, Map<String, Resource>> byType) {
    this.byType = byType;
  }

  public static Resources empty() {
    return EMPTY;
  }

  /// Takes the maps over: they must not be changed afterwards.
  public static Resources of(Map<ResourceType, Map<String, Resource>> byType) {
    var copy = new EnumMap<ResourceType, Map<String, Resource>>(ResourceType.class);
    byType.forEach((type, resources) -> copy.put(type, Collections.unmodifiableMap(resources)));
    return new Resources(copy);
  }

  public Map<String, Resource> of(ResourceType type) {
    return byType.getOrDefault(type, Map.of());
  }
}
