package dev.tulle.server.stream;

import dev.tulle.core.xds.ResourceType;
import dev.tulle.core.xds.Resources;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What one scope is served now, and the reverse index from each resource to the streams that
/// subscribe to it. A publication wakes those and no others, each with the names that concern it.
///
/// Whoever subscribes is in the index before it is told the current publication, under one lock, so
/// that no change falls between the two.
final class Feed {

  /// A stream as the feed sees it. Called under the feed's lock: it takes note and returns.
  interface Subscriber {

    void published(Publication publication);

    /// All that concerns this stream at once: of half of it, it would make a wrong order.
    void changed(Publication publication, Map<ResourceType, ? extends Collection<String>> changed);
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<ResourceType, Map<String, Set<Subscriber>>> byName =
      new EnumMap<>(ResourceType.class);
  private final Map<ResourceType, Set<Subscriber>> ofEverything = new EnumMap<>(ResourceType.class);
  private final Set<Subscriber> waiting = new HashSet<>();
  private volatile @Nullable Publication current;

  Feed() {
    for (var type : ResourceType.values()) {
      byName.put(type, new HashMap<>());
      ofEverything.put(type, new HashSet<>());
    }
  }

  void publish(long sequence, Resources resources) {
    lock.lock();
    try {
      var before = current;
      var step =
          before == null
              ? Publication.first(sequence, resources)
              : before.next(sequence, resources);
      current = step.publication();
      waiting.forEach(subscriber -> subscriber.published(step.publication()));
      waiting.clear();
      concerned(step.changed())
          .forEach((subscriber, names) -> subscriber.changed(step.publication(), names));
    } finally {
      lock.unlock();
    }
  }

  /// Of what changed, what each stream subscribes to.
  private Map<Subscriber, Map<ResourceType, Set<String>>> concerned(
      Map<ResourceType, Set<String>> changed) {
    var all = new HashMap<Subscriber, Map<ResourceType, Set<String>>>();
    changed.forEach(
        (type, names) -> {
          var everything = of(ofEverything, type);
          everything.forEach(subscriber -> types(all, subscriber).put(type, names));
          var index = named(type);
          for (var name : names) {
            for (var subscriber : index.getOrDefault(name, Set.of())) {
              if (!everything.contains(subscriber)) {
                types(all, subscriber).computeIfAbsent(type, key -> new HashSet<>()).add(name);
              }
            }
          }
        });
    return all;
  }

  private static Map<ResourceType, Set<String>> types(
      Map<Subscriber, Map<ResourceType, Set<String>>> all, Subscriber subscriber) {
    return all.computeIfAbsent(subscriber, key -> new EnumMap<>(ResourceType.class));
  }

  /// The current publication, or none yet: then the subscriber is told of the first.
  @Nullable Publication join(Subscriber subscriber) {
    lock.lock();
    try {
      if (current == null) {
        waiting.add(subscriber);
      }
      return current;
    } finally {
      lock.unlock();
    }
  }

  /// Notes what a stream now subscribes to, and returns what is published at that moment.
  Publication subscribe(Subscriber subscriber, ResourceType type, Interest.Change change) {
    lock.lock();
    try {
      var index = named(type);
      change.added().forEach(n -> index.computeIfAbsent(n, key -> new HashSet<>()).add(subscriber));
      change.dropped().forEach(name -> drop(index, name, subscriber));
      if (change.everything()) {
        of(ofEverything, type).add(subscriber);
      } else {
        of(ofEverything, type).remove(subscriber);
      }
      var now = current;
      if (now == null) {
        throw new IllegalStateException("a stream subscribes only after the first publication");
      }
      return now;
    } finally {
      lock.unlock();
    }
  }

  void leave(Subscriber subscriber, Map<ResourceType, Set<String>> subscribed) {
    lock.lock();
    try {
      waiting.remove(subscriber);
      ofEverything.values().forEach(subscribers -> subscribers.remove(subscriber));
      subscribed.forEach(
          (type, names) -> names.forEach(name -> drop(named(type), name, subscriber)));
    } finally {
      lock.unlock();
    }
  }

  /// The latest sequence number; 0 before the first publication.
  long sequence() {
    var now = current;
    return now == null ? 0 : now.sequence();
  }

  private static void drop(Map<String, Set<Subscriber>> index, String name, Subscriber subscriber) {
    index.computeIfPresent(
        name,
        (key, subscribers) -> {
          subscribers.remove(subscriber);
          return subscribers.isEmpty() ? null : subscribers;
        });
  }

  private Map<String, Set<Subscriber>> named(ResourceType type) {
    return Objects.requireNonNull(byName.get(type));
  }

  private static Set<Subscriber> of(Map<ResourceType, Set<Subscriber>> index, ResourceType type) {
    return Objects.requireNonNull(index.get(type));
  }
}
