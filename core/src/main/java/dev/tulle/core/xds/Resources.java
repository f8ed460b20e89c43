package dev.tulle.core.xds;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;

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

  static Map<String, Resource> byName(SortedMap<?, Resource> resources) {
    return with(Map.of(), resources.values());
  }

  static Map<String, Resource> with(Map<String, Resource> some, Collection<Resource> more) {
    var all = new HashMap<String, Resource>((some.size() + more.size()) * 2);
    all.putAll(some);
    more.forEach(resource -> all.put(resource.name(), resource));
    // an unmodifiable map is kept as it is by `of`, so that an unchanged one is the same instance
    return Collections.unmodifiableMap(all);
  }

  public Map<String, Resource> of(ResourceType type) {
    return byType.getOrDefault(type, Map.of());
  }
}
