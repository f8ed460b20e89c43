package dev.tulle.server.stream;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/// What a proxy subscribes to of one type: names, and where the type allows it everything.
///
/// A proxy that never named anything means everything; this older form of the wildcard ends for
/// good with the first name that it subscribes to, though what it stood for goes on in the
/// incremental protocol until `*` is unsubscribed.
final class Interest {

  static final String WILDCARD = "*";

  private final boolean wildcardAllowed;
  private final Set<String> names = new HashSet<>();
  private boolean everything;
  private boolean everNamed;

  Interest(boolean wildcardAllowed) {
    this.wildcardAllowed = wildcardAllowed;
  }

  /// What a request changed, for the index of who subscribes to what.
  record Change(Set<String> added, Set<String> dropped, boolean everything) {}

  boolean everything() {
    return everything;
  }

  boolean covers(String name) {
    return everything || names.contains(name);
  }

  boolean named(String name) {
    return names.contains(name);
  }

  Set<String> names() {
    return Set.copyOf(names);
  }

  int size() {
    return names.size();
  }

  /// A type's first request that names nothing.
  void beginEverything() {
    everything = wildcardAllowed;
  }

  /// True when it was not subscribed to before.
  boolean add(String name) {
    everNamed = true;
    if (isWildcard(name)) {
      var before = everything;
      everything = true;
      return !before;
    }
    return names.add(name);
  }

  boolean drop(String name) {
    if (isWildcard(name)) {
      var before = everything;
      everything = false;
      return before;
    }
    return names.remove(name);
  }

  boolean isWildcard(String name) {
    return wildcardAllowed && name.equals(WILDCARD);
  }

  /// State of the world: from now on exactly these.
  Change replace(Collection<String> wanted) {
    var next = new HashSet<>(wanted);
    var all = wildcardAllowed && next.remove(WILDCARD);
    everNamed |= !wanted.isEmpty();
    everything = all || (wildcardAllowed && !everNamed);
    var added = new HashSet<>(next);
    added.removeAll(names);
    var dropped = new HashSet<>(names);
    dropped.removeAll(next);
    names.removeAll(dropped);
    names.addAll(added);
    return new Change(added, dropped, everything);
  }
}
