package dev.tulle.server.stream;

import dev.tulle.core.xds.Resource;
import dev.tulle.core.xds.ResourceType;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What is encoded, for all scopes together. A content is encoded once, however many scopes have
/// it; a map that several scopes share is gone through once, and so are two that follow each other.
final class Encodings {

  private record Content(ResourceType type, String name, String version) {}

  private static final class Known extends WeakReference<Encoded> {
    private final Content content;

    Known(Content content, Encoded encoded, ReferenceQueue<Encoded> unused) {
      super(encoded, unused);
      this.content = content;
    }
  }

  /// Two maps, as the very objects that they are.
  private record Pair(Map<String, Encoded> before, Map<String, Encoded> after) {
    @Override
    @SuppressWarnings("ReferenceEquality")
    public boolean equals(@Nullable Object other) {
      return other instanceof Pair pair && pair.before == before && pair.after == after;
    }

    @Override
    public int hashCode() {
      return 31 * System.identityHashCode(before) + System.identityHashCode(after);
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Content, Known> contents = new HashMap<>();
  private final ReferenceQueue<Encoded> unused = new ReferenceQueue<>();
  private IdentityHashMap<Map<String, Resource>, Map<String, Encoded>> maps =
      new IdentityHashMap<>();
  private IdentityHashMap<Map<String, Resource>, Map<String, Encoded>> formerMaps =
      new IdentityHashMap<>();
  private final Map<Pair, Set<String>> differences = new HashMap<>();
  private long turn;

  /// The resources encoded; `before` is what the scope had until now, and is returned itself where
  /// nothing differs from it.
  Map<String, Encoded> encode(
      long sequence, Map<String, Resource> resources, Map<String, Encoded> before) {
    lock.lock();
    try {
      begin(sequence);
      var encoded = maps.get(resources);
      if (encoded == null) {
        encoded = formerMaps.get(resources);
        encoded = encoded == null ? encode(resources, before) : encoded;
        maps.put(resources, encoded);
      }
      return encoded;
    } finally {
      lock.unlock();
    }
  }

  /// The names under which two maps have something different.
  @SuppressWarnings("ReferenceEquality")
  Set<String> difference(Map<String, Encoded> before, Map<String, Encoded> after) {
    if (before == after) {
      return Set.of();
    }
    lock.lock();
    try {
      return differences.computeIfAbsent(new Pair(before, after), Encodings::compare);
    } finally {
      lock.unlock();
    }
  }

  /// How many contents are known.
  int size() {
    lock.lock();
    try {
      return contents.size();
    } finally {
      lock.unlock();
    }
  }

  /// Keeps what the turn before used, so that a map that goes on is found.
  private void begin(long sequence) {
    if (sequence > turn) {
      turn = sequence;
      formerMaps = maps;
      maps = new IdentityHashMap<>();
      differences.clear();
      while (unused.poll() instanceof Known gone) {
        contents.remove(gone.content, gone);
      }
    }
  }

  private Map<String, Encoded> encode(
      Map<String, Resource> resources, Map<String, Encoded> before) {
    var after = new HashMap<String, Encoded>(resources.size() * 2);
    var same = resources.size() == before.size();
    for (var each : resources.entrySet()) {
      var old = before.get(each.getKey());
      if (old != null && old.version().equals(each.getValue().version())) {
        after.put(each.getKey(), old);
      } else {
        same = false;
        after.put(each.getKey(), encoded(each.getValue()));
      }
    }
    return same ? before : after;
  }

  private Encoded encoded(Resource resource) {
    var content = new Content(resource.type(), resource.name(), resource.version());
    var known = contents.get(content);
    var encoded = known == null ? null : known.get();
    if (encoded == null) {
      encoded = new Encoded(resource);
      contents.put(content, new Known(content, encoded, unused));
    }
    return encoded;
  }

  private static Set<String> compare(Pair maps) {
    var names = new HashSet<String>();
    maps.after()
        .forEach(
            (name, now) -> {
              var old = maps.before().get(name);
              if (old == null || !old.version().equals(now.version())) {
                names.add(name);
              }
            });
    for (var name : maps.before().keySet()) {
      if (!maps.after().containsKey(name)) {
        names.add(name);
      }
    }
    return Set.copyOf(names);
  }
}
