package dev.tulle.server.stream;

import dev.tulle.core.xds.ResourceType;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Everything that one scope is served at one moment. Immutable; what did not change since the one
/// before is the same object, so that it is never encoded again.
///
/// `edition` grows with each publication of a scope; `sequence` is the loop's, which stays when the
/// content differs only because a proxy has refused something. `refused` is what proxies have
/// refused, and `standIns` are the types in which something older is served in the place of it.
record Publication(
    long edition,
    long sequence,
    Map<ResourceType, Map<String, Encoded>> byType,
    List<Refusals.Refused> refused,
    Set<ResourceType> standIns) {

  /// What a scope has before its first publication.
  static final Publication NONE =
      new Publication(0, 0, new EnumMap<>(ResourceType.class), List.of(), Set.of());

  Map<String, Encoded> of(ResourceType type) {
    return byType.getOrDefault(type, Map.of());
  }

  @Nullable Encoded find(ResourceType type, String name) {
    return of(type).get(name);
  }

  /// A proxy has refused this, and there is nothing else to serve.
  boolean suspect(Encoded content) {
    return refused.stream().anyMatch(each -> each.content().same(content));
  }

  boolean standsIn(Collection<ResourceType> types) {
    return types.stream().anyMatch(standIns::contains);
  }
}
