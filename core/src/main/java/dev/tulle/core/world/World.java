package dev.tulle.core.world;

import dev.tulle.core.name.ObjectName;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// One immutable snapshot of every input object, by kind and name. Iteration is in the order of
/// names, whatever the order of arrival. What did not change is the same instance as in the
/// snapshot before, lists of an index included, so that comparing inputs is cheap.
public final class World {

  private static final World EMPTY = new World(Map.of(), Map.of());

  private final Map<String, SortedMap<ObjectName, Object>> objects;
  private final Map<ObjectName, List<SliceRecord>> slicesByService;

  private World(
      Map<String, SortedMap<ObjectName, Object>> objects,
      Map<ObjectName, List<SliceRecord>> slicesByService) {
    this.objects = objects;
    this.slicesByService = slicesByService;
  }

  public static World empty() {
    return EMPTY;
  }

  public static World of(Collection<Change> changes) {
    return EMPTY.with(changes);
  }

  /// This snapshot after the changes, in their order; `this` where none of them changes anything.
  public World with(Collection<Change> changes) {
    var edited = new HashMap<String, SortedMap<ObjectName, Object>>();
    var edit = new Edit(new HashMap<>());
    for (var change : changes) {
      var kind = change.name().kind();
      var current = edited.getOrDefault(kind, ofKind(kind));
      var before = current.get(change.name());
      var after = change.object().orElse(null);
      if (Objects.equals(before, after)) {
        continue;
      }
      var copy = edited.computeIfAbsent(kind, k -> new TreeMap<>(ofKind(k)));
      if (after == null) {
        copy.remove(change.name());
      } else {
        copy.put(change.name(), after);
      }
      if (before instanceof SliceRecord slice) {
        edit.remove(slice);
      }
      if (after instanceof SliceRecord slice) {
        edit.add(slice);
      }
    }
    if (edited.isEmpty()) {
      return this;
    }
    var merged = new HashMap<>(objects);
    merged.putAll(edited);
    return new World(merged, edit.applied());
  }

  public <T> Optional<T> get(Kind<T> kind, String namespace, String name) {
    var found = ofKind(kind.name()).get(kind.named(namespace, name));
    return Optional.ofNullable(found).map(kind.type()::cast);
  }

  /// The object of a name, of whatever type its kind has.
  public Optional<Object> get(ObjectName name) {
    return Optional.ofNullable(ofKind(name.kind()).get(name));
  }

  public boolean contains(ObjectName name) {
    return ofKind(name.kind()).containsKey(name);
  }

  /// All objects of a kind, in the order of their names.
  @SuppressWarnings("unchecked") // every value of a kind's map has the kind's type
  public <T> SortedMap<ObjectName, T> all(Kind<T> kind) {
    return (SortedMap<ObjectName, T>) (SortedMap<ObjectName, ?>) ofKind(kind.name());
  }

  /// The slices whose label names this Service, in the order of their names.
  public List<SliceRecord> slicesOf(ObjectName service) {
    return slicesByService.getOrDefault(service, List.of());
  }

  private SortedMap<ObjectName, Object> ofKind(String kind) {
    return objects.getOrDefault(kind, Collections.emptySortedMap());
  }

  /// The slice index while it is edited: lists of Services that were not touched stay as they are.
  private final class Edit {
    private final Map<ObjectName, SortedMap<ObjectName, SliceRecord>> touched;

    Edit(Map<ObjectName, SortedMap<ObjectName, SliceRecord>> touched) {
      this.touched = touched;
    }

    void add(SliceRecord slice) {
      if (!slice.service().isEmpty()) {
        of(slice.serviceName()).put(slice.name(), slice);
      }
    }

    void remove(SliceRecord slice) {
      if (!slice.service().isEmpty()) {
        of(slice.serviceName()).remove(slice.name());
      }
    }

    private SortedMap<ObjectName, SliceRecord> of(ObjectName service) {
      return touched.computeIfAbsent(
          service,
          key -> {
            var byName = new TreeMap<ObjectName, SliceRecord>();
            slicesOf(key).forEach(slice -> byName.put(slice.name(), slice));
            return byName;
          });
    }

    Map<ObjectName, List<SliceRecord>> applied() {
      if (touched.isEmpty()) {
        return slicesByService;
      }
      var index = new HashMap<>(slicesByService);
      touched.forEach(
          (service, slices) -> {
            if (slices.isEmpty()) {
              index.remove(service);
            } else {
              index.put(service, List.copyOf(slices.values()));
            }
          });
      return index;
    }
  }
}
