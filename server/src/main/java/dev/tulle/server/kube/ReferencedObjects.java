package dev.tulle.server.kube;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Change;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Lets an object through when what it refers to is there, so that it never seems to refer to
/// nothing; and what is no longer referred to goes after the object that did.
final class ReferencedObjects {

  /// Long enough to read a Secret; if it takes longer, the object counts without it.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final List<ReferencedMirror<?>> mirrors;
  private final Consumer<List<Change>> next;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<ObjectName, Set<ObjectName>> byOwner = new HashMap<>();
  private Set<ObjectName> wanted = Set.of();

  ReferencedObjects(List<ReferencedMirror<?>> mirrors, Consumer<List<Change>> next) {
    this.mirrors = List.copyOf(mirrors);
    this.next = next;
  }

  void take(List<Change> changes) {
    lock.lock();
    try {
      if (!learn(changes)) {
        next.accept(changes);
        return;
      }
      var after =
          byOwner.values().stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
      var both = new HashSet<>(wanted);
      both.addAll(after);
      want(both);
      for (var mirror : mirrors) {
        mirror.awaitRead(PATIENCE);
      }
      next.accept(changes);
      want(after);
      wanted = after;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /// True if some object now refers to others than before.
  private boolean learn(List<Change> changes) {
    boolean moved = false;
    for (var change : changes) {
      var refers = change.object().map(References::of).orElse(Set.of());
      var before =
          refers.isEmpty() ? byOwner.remove(change.name()) : byOwner.put(change.name(), refers);
      moved |= !refers.equals(before == null ? Set.of() : before);
    }
    return moved;
  }

  private void want(Set<ObjectName> names) {
    for (var mirror : mirrors) {
      var kind = mirror.resource().kind().name();
      mirror.want(
          names.stream()
              .filter(name -> name.kind().equals(kind))
              .collect(Collectors.toUnmodifiableSet()));
    }
  }
}
