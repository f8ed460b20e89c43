package dev.tulle.server.stream;

import dev.tulle.core.xds.ResourceType;
import dev.tulle.core.xds.Resources;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

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
  private final Encodings encodings;
  private final Quarantine quarantine = new Quarantine();
  private final Map<ResourceType, Map<String, Set<Subscriber>>> byName =
      new EnumMap<>(ResourceType.class);
  private final Map<ResourceType, Set<Subscriber>> ofEverything = new EnumMap<>(ResourceType.class);
  private final Set<Subscriber> waiting = new HashSet<>();
  private Map<ResourceType, Map<String, Encoded>> own = new EnumMap<>(ResourceType.class);
  private volatile Publication current = Publication.NONE;
  private volatile boolean keepsRemoved;
  private int streams;
  private OptionalLong leftAt = OptionalLong.empty();

  Feed(Encodings encodings) {
    this.encodings = encodings;
    for (var type : ResourceType.values()) {
      byName.put(type, new HashMap<>());
      ofEverything.put(type, new HashSet<>());
    }
  }

  void publish(long sequence, Resources resources) {
    lock.lock();
    try {
      var next = new EnumMap<ResourceType, Map<String, Encoded>>(ResourceType.class);
      for (var type : ResourceType.values()) {
        var before = own(type);
        var after = encodings.encode(sequence, resources.of(type), before);
        next.put(type, after);
        for (var name : encodings.difference(before, after)) {
          quarantine.replaced(type, name, before.get(name), after.get(name));
        }
      }
      own = next;
      if (streams == 0) {
        quarantine.forgetRemoved();
      }
      serve(sequence);
    } finally {
      lock.unlock();
    }
  }

  /// A proxy refused this and nothing else. What nobody has taken is served to nobody any more.
  void refused(Encoded content, String words) {
    lock.lock();
    try {
      content.refuse();
      var now = own(content.type()).get(content.name());
      var changes =
          now == null
              ? quarantine.forgetRemoved(content)
              : now.same(content) && quarantine.convict(now, words);
      if (changes) {
        serve(current.sequence());
      }
    } finally {
      lock.unlock();
    }
  }

  void accepted(ResourceType type, Collection<Encoded> contents) {
    lock.lock();
    try {
      if (quarantine.empty(type)) {
        return;
      }
      var changes = false;
      for (var content : contents) {
        var name = content.name();
        changes |= quarantine.acquit(content, own(type).get(name), current.find(type, name));
      }
      if (changes) {
        serve(current.sequence());
      }
    } finally {
      lock.unlock();
    }
  }

  /// Some proxy has answered for all that concerns it, up to this sequence number.
  void settled(long sequence) {
    if (!keepsRemoved || sequence < current.sequence()) {
      return;
    }
    lock.lock();
    try {
      if (sequence >= current.sequence()) {
        quarantine.forgetRemoved();
        keepsRemoved = quarantine.keepsRemoved();
      }
    } finally {
      lock.unlock();
    }
  }

  private void serve(long sequence) {
    var before = current;
    var served = new EnumMap<ResourceType, Map<String, Encoded>>(ResourceType.class);
    var changed = new EnumMap<ResourceType, Set<String>>(ResourceType.class);
    for (var type : ResourceType.values()) {
      var all = quarantine.serve(type, own(type));
      served.put(type, all);
      var names = encodings.difference(before.of(type), all);
      if (!names.isEmpty()) {
        changed.put(type, names);
      }
    }
    keepsRemoved = quarantine.keepsRemoved();
    var now =
        new Publication(
            before.edition() + 1, sequence, served, quarantine.refused(), quarantine.standIns());
    current = now;
    waiting.forEach(subscriber -> subscriber.published(now));
    waiting.clear();
    concerned(changed).forEach((subscriber, names) -> subscriber.changed(now, names));
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

  /// A stream begins; it says when it is over with [#leave].
  void enter() {
    lock.lock();
    try {
      streams++;
      leftAt = OptionalLong.empty();
    } finally {
      lock.unlock();
    }
  }

  /// There were streams, and the last of them left before this time.
  boolean deserted(long since) {
    lock.lock();
    try {
      return leftAt.isPresent() && leftAt.getAsLong() - since < 0;
    } finally {
      lock.unlock();
    }
  }

  /// The current publication, or none yet: then the subscriber is told of the first.
  Optional<Publication> join(Subscriber subscriber) {
    lock.lock();
    try {
      if (current.edition() == 0) {
        waiting.add(subscriber);
        return Optional.empty();
      }
      return Optional.of(current);
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
      return current;
    } finally {
      lock.unlock();
    }
  }

  void leave(Subscriber subscriber, Map<ResourceType, Set<String>> subscribed, long now) {
    lock.lock();
    try {
      streams--;
      leftAt = streams == 0 ? OptionalLong.of(now) : OptionalLong.empty();
      waiting.remove(subscriber);
      ofEverything.values().forEach(subscribers -> subscribers.remove(subscriber));
      subscribed.forEach(
          (type, names) -> names.forEach(name -> drop(named(type), name, subscriber)));
    } finally {
      lock.unlock();
    }
  }

  Publication now() {
    return current;
  }

  /// The latest sequence number; 0 before the first publication.
  long sequence() {
    return current.sequence();
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

  private Map<String, Encoded> own(ResourceType type) {
    return own.getOrDefault(type, Map.of());
  }

  private static Set<Subscriber> of(Map<ResourceType, Set<Subscriber>> index, ResourceType type) {
    return Objects.requireNonNull(index.get(type));
  }
}
