package dev.tulle.server.kube;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// Which kinds the API server has, and in which version, as it said a moment ago. What is built
/// into it is taken for granted.
public final class ServedVersions {

  private static final Duration FRESH = Duration.ofSeconds(2);

  private record Group(Set<String> resources, long asked) {}

  private final ApiServer server;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Group> groups = new HashMap<>();

  public ServedVersions(ApiServer server) {
    this.server = server;
  }

  /// The version to use, or nothing if there is no such kind.
  public Optional<String> of(ApiResource<?> resource) throws ApiFailure, InterruptedException {
    if (!resource.optional()) {
      return Optional.of(resource.versions().getFirst());
    }
    var served = served(resource.group());
    return resource.versions().stream()
        .filter(version -> served.contains(version + "/" + resource.plural()))
        .findFirst();
  }

  private Set<String> served(String group) throws ApiFailure, InterruptedException {
    lock.lockInterruptibly();
    try {
      var known = groups.get(group);
      if (known == null || System.nanoTime() - known.asked() > FRESH.toNanos()) {
        known = new Group(ask(group), System.nanoTime());
        groups.put(group, known);
      }
      return known.resources();
    } finally {
      lock.unlock();
    }
  }

  private Set<String> ask(String group) throws ApiFailure, InterruptedException {
    var served = new HashSet<String>();
    try {
      for (var version : server.get("/apis/" + group).path("versions")) {
        var name = version.path("version").asString("");
        for (var each : server.get("/apis/" + group + "/" + name).path("resources")) {
          served.add(name + "/" + each.path("name").asString(""));
        }
      }
    } catch (ApiFailure e) {
      if (e.why() != ApiFailure.Cause.ABSENT) {
        throw e;
      }
    }
    return served;
  }
}
