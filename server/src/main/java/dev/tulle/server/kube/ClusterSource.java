package dev.tulle.server.kube;

import dev.tulle.core.world.Change;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/// An API server as a source of changes: all kinds of a `World`, and those Secrets and ConfigMaps
/// that they refer to. Nothing is handed over before the full first list of every kind that is
/// served has arrived, with all that is referred to. Owns the threads of its reflectors.
public final class ClusterSource implements AutoCloseable {

  /// Who is told: `start` first and once, then `submit`; never two at a time.
  public interface Sink {
    void start(List<Change> initial);

    void submit(List<Change> changes);
  }

  private final List<Reflector> kinds = new ArrayList<>();
  private final List<Reflector> ofReferenced = new ArrayList<>();
  private final List<ReferencedMirror<?>> referenced = new ArrayList<>();
  private final ReferencedObjects references;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Change> first = new ArrayList<>();
  private final Sink sink;
  private boolean started;

  public ClusterSource(
      KubernetesClient client, ObservedStatuses statuses, RandomGenerator random, Sink sink) {
    this.sink = sink;
    var server = new ApiServer(client);
    var served = new ServedVersions(server);
    var serialization = client.getKubernetesSerialization();
    for (var resource : ApiResource.ALL) {
      if (resource.onlyReferenced()) {
        referenced.add(new ReferencedMirror<>(resource, server, serialization, this::deliver));
      }
    }
    references = new ReferencedObjects(referenced, this::deliver);
    for (var mirror : referenced) {
      ofReferenced.add(new Reflector(server, mirror, random));
    }
    for (var resource : ApiResource.ALL) {
      if (!resource.onlyReferenced()) {
        var mirror =
            new KindMirror<>(
                resource,
                new KindMirror.Site(server, served, serialization, statuses),
                references::take);
        kinds.add(new Reflector(server, mirror, random));
      }
    }
  }

  /// Waits for the first lists, hands them over, and goes on from there.
  public void start() throws InterruptedException {
    kinds.forEach(Reflector::start);
    ofReferenced.forEach(Reflector::start);
    for (var each : kinds) {
      each.awaitSynced();
    }
    for (var each : ofReferenced) {
      each.awaitSynced();
    }
    for (var each : referenced) {
      each.awaitRead();
    }
    lock.lockInterruptibly();
    try {
      sink.start(first);
      started = true;
      first.clear();
    } finally {
      lock.unlock();
    }
  }

  /// The kinds whose first list has not arrived yet.
  public List<String> missing() {
    return java.util.stream.Stream.concat(kinds.stream(), ofReferenced.stream())
        .filter(each -> !each.isSynced())
        .map(Reflector::name)
        .toList();
  }

  private void deliver(List<Change> changes) {
    lock.lock();
    try {
      if (started) {
        sink.submit(changes);
      } else {
        first.addAll(changes);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    kinds.forEach(Reflector::close);
    ofReferenced.forEach(Reflector::close);
    referenced.forEach(ReferencedMirror::close);
  }
}
