package dev.tulle.server.stream;

import dev.tulle.core.xds.Resource;
import dev.tulle.core.xds.ResourceType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What Envoy does with resources, written down again without a look at the server's code: clusters
/// warm until their endpoints arrive after them, bad resources are refused, listeners name routes.
final class ModelEnvoy {

  private final Universe universe;
  private final Set<Resource> bad;
  private final Map<ResourceType, Map<String, Resource>> has = new EnumMap<>(ResourceType.class);
  private final Set<String> warming = new HashSet<>();
  private final Map<String, Resource> active = new HashMap<>();

  ModelEnvoy(Universe universe, Set<Resource> bad) {
    this.universe = universe;
    this.bad = bad;
    for (var type : ResourceType.values()) {
      has.put(type, new HashMap<>());
    }
  }

  Map<String, Resource> has(ResourceType type) {
    return has.getOrDefault(type, Map.of());
  }

  boolean warming() {
    return !warming.isEmpty();
  }

  /// Envoy's patience is at an end: what still warms goes on with the endpoints that it has.
  void timeOut() {
    List.copyOf(warming).forEach(this::warmed);
  }

  boolean refuses(Resource resource) {
    return bad.contains(resource);
  }

  /// The names that Envoy asks for of a type that it does not ask for everything of.
  Set<String> wanted(ResourceType type) {
    return switch (type) {
      case ENDPOINT -> new TreeSet<>(has(ResourceType.CLUSTER).keySet());
      case ROUTE -> {
        var routes = new TreeSet<String>();
        has(ResourceType.LISTENER).values().forEach(l -> routes.add(universe.reference(l)));
        yield routes;
      }
      case CLUSTER, LISTENER, SECRET, EXTENSION -> Set.of();
    };
  }

  /// Takes resources over; Envoy's words where it refuses some.
  Optional<String> take(
      ResourceType type, Collection<Resource> resources, Collection<String> removed) {
    var refused = resources.stream().filter(bad::contains).map(Resource::name).toList();
    var partly = type == ResourceType.CLUSTER || type == ResourceType.LISTENER;
    if (refused.isEmpty() || partly) {
      var good = new ArrayList<>(resources);
      good.removeAll(bad);
      if (!type.hasWildcard()) {
        good.removeIf(resource -> !wanted(type).contains(resource.name()));
      }
      apply(type, good, removed);
    }
    if (!refused.isEmpty() && type == ResourceType.ENDPOINT) {
      // a cluster whose endpoints are refused goes on without them
      resources.forEach(resource -> warmed(resource.name()));
    }
    return refused.isEmpty() ? Optional.empty() : Optional.of("cannot use " + refused);
  }

  private void apply(ResourceType type, List<Resource> good, Collection<String> removed) {
    var names = has.getOrDefault(type, new HashMap<>());
    for (var resource : good) {
      var before = names.put(resource.name(), resource);
      if (type == ResourceType.CLUSTER && !resource.equals(before)) {
        warming.add(resource.name());
      }
      if (type == ResourceType.ENDPOINT) {
        warmed(resource.name());
      }
    }
    if (type == ResourceType.ENDPOINT) {
      removed.forEach(this::warmed);
    }
    if (type == ResourceType.CLUSTER || type == ResourceType.LISTENER) {
      removed.forEach(names::remove);
    }
    if (type == ResourceType.CLUSTER) {
      removed.forEach(warming::remove);
      removed.forEach(active::remove);
      has.getOrDefault(ResourceType.ENDPOINT, new HashMap<>()).keySet().retainAll(names.keySet());
    }
    if (type == ResourceType.LISTENER) {
      has.getOrDefault(ResourceType.ROUTE, new HashMap<>())
          .keySet()
          .retainAll(wanted(ResourceType.ROUTE));
    }
  }

  private void warmed(String name) {
    var cluster = has(ResourceType.CLUSTER).get(name);
    if (warming.remove(name) && cluster != null) {
      active.put(name, cluster);
    }
  }

  boolean hasBrokenRoutes() {
    for (var route : has(ResourceType.ROUTE).values()) {
      if (!active.containsKey(universe.reference(route))) {
        return true;
      }
    }
    return false;
  }

  /// Routes that a listener uses and whose cluster takes no traffic: requests that fail.
  List<String> brokenRoutes() {
    return has(ResourceType.ROUTE).values().stream()
        .filter(route -> !active.containsKey(universe.reference(route)))
        .map(route -> route.name() + " to " + universe.reference(route))
        .toList();
  }
}
