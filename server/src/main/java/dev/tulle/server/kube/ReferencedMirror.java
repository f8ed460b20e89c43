package dev.tulle.server.kube;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Change;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The objects of one kind that others refer to, and no others. Of all of them only name and
/// version are watched; the content of those that are wanted is read, one by one. Owns a thread,
/// which reads.
final class ReferencedMirror<T extends HasMetadata> implements Mirror, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ReferencedMirror.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private record Held(String version, Object object) {}

  private final ApiResource<T> resource;
  private final String version;
  private final ApiServer server;
  private final KubernetesSerialization serialization;
  private final Consumer<List<Change>> changes;
  private final Thread reader;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private Set<ObjectName> wanted = Set.of();
  private final Set<ObjectName> unread = new LinkedHashSet<>();
  private final Map<ObjectName, Held> held = new HashMap<>();
  private boolean reading;

  ReferencedMirror(
      ApiResource<T> resource,
      ApiServer server,
      KubernetesSerialization serialization,
      Consumer<List<Change>> changes) {
    this.resource = resource;
    this.version = resource.versions().getFirst();
    this.server = server;
    this.serialization = serialization;
    this.changes = changes;
    this.reader = Thread.ofVirtual().name("reader-" + resource.plural()).start(this::run);
  }

  ApiResource<T> resource() {
    return resource;
  }

  /// From now on these are kept and no others.
  void want(Set<ObjectName> names) {
    lock.lock();
    try {
      for (var name : names) {
        if (!wanted.contains(name)) {
          unread.add(name);
        }
      }
      wanted = Set.copyOf(names);
      unread.retainAll(wanted);
      var gone = held.keySet().stream().filter(name -> !wanted.contains(name)).toList();
      held.keySet().removeAll(gone);
      tell(gone.stream().map(Change::gone).toList());
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until all that is wanted has been read.
  void awaitRead() throws InterruptedException {
    while (!awaitRead(RETRY)) {
      LOG.info("waiting for {} that are referred to", resource.plural());
    }
  }

  /// Whether all that is wanted has been read within that time.
  boolean awaitRead(Duration atMost) throws InterruptedException {
    long left = atMost.toNanos();
    lock.lockInterruptibly();
    try {
      while ((reading || !unread.isEmpty()) && left > 0) {
        left = moved.awaitNanos(left);
      }
      return !reading && unread.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  // ---- the reflector's ----

  @Override
  public String name() {
    return resource.plural();
  }

  @Override
  public Optional<String> path() {
    return Optional.of(resource.collection(version));
  }

  @Override
  public String accept() {
    return ApiServer.METADATA;
  }

  /// No list is needed, only where it would stand: what is wanted is read again.
  @Override
  public String list(String path) throws ApiFailure, InterruptedException {
    var now = Versions.of(server.get(path + "?limit=1", ApiServer.METADATA_LIST));
    lock.lockInterruptibly();
    try {
      unread.addAll(wanted);
      moved.signalAll();
    } finally {
      lock.unlock();
    }
    return now;
  }

  @Override
  public void event(WatchEvent event) {
    var metadata = event.object().path("metadata");
    var name =
        resource.named(metadata.path("namespace").asString(""), metadata.path("name").asString(""));
    lock.lock();
    try {
      var known = held.get(name);
      if (wanted.contains(name)
          && (known == null || Versions.newer(event.version(), known.version()))) {
        unread.add(name);
        moved.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void absent() {
    throw new IllegalStateException("every API server has " + resource.plural());
  }

  // ---- the reader's ----

  private void run() {
    try {
      while (true) {
        var name = next();
        var answer = read(name);
        lock.lockInterruptibly();
        try {
          reading = false;
          answer.ifPresentOrElse(json -> take(name, json.object()), () -> unread.add(name));
          moved.signalAll();
          if (answer.isEmpty()) {
            var _ = moved.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
          }
        } finally {
          lock.unlock();
        }
      }
    } catch (InterruptedException _) {
      LOG.debug("{} are read no more", resource.plural());
    }
  }

  private ObjectName next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (unread.isEmpty()) {
        moved.await();
      }
      var name = unread.iterator().next();
      unread.remove(name);
      reading = true;
      return name;
    } finally {
      lock.unlock();
    }
  }

  /// What the API server has under a name; null where that is nothing.
  private record Answer(@Nullable Held object) {}

  /// Nothing where it could not be read.
  private Optional<Answer> read(ObjectName name) throws InterruptedException {
    try {
      var json = server.get(resource.path(version, name));
      var at = Versions.of(json);
      Projection.strip(json, resource);
      return Optional.of(
          new Answer(new Held(at, serialization.convertValue(json, resource.type()))));
    } catch (ApiFailure e) {
      if (e.why() == ApiFailure.Cause.ABSENT) {
        return Optional.of(new Answer(null));
      }
      LOG.warn("{} cannot be read: {}", name, e.getMessage());
      return Optional.empty();
    } catch (RuntimeException e) {
      LOG.error("a bug while reading {}", name, e);
      return Optional.of(new Answer(null));
    }
  }

  private void take(ObjectName name, @Nullable Held next) {
    if (!wanted.contains(name)) {
      return;
    }
    var before = next == null ? held.remove(name) : held.put(name, next);
    if (next == null) {
      tell(before == null ? List.of() : List.of(Change.gone(name)));
    } else if (before == null || !before.object().equals(next.object())) {
      tell(List.of(Change.put(name, next.object())));
    }
  }

  /// Under the lock, so that nothing overtakes.
  private void tell(List<Change> found) {
    if (!found.isEmpty()) {
      changes.accept(found);
    }
  }

  @Override
  public void close() {
    reader.interrupt();
  }
}
