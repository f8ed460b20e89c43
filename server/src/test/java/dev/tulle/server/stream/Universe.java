package dev.tulle.server.stream;

import com.google.protobuf.StringValue;
import dev.tulle.core.xds.Resource;
import dev.tulle.core.xds.ResourceType;
import dev.tulle.core.xds.Resources;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// A small world of resources that refer to each other: listeners to routes, routes to clusters,
/// clusters to endpoints. Whatever it publishes is closed: everything that is named is there.
final class Universe {

  static final int CLUSTERS = 4;
  static final int ROUTES = 3;
  static final int LISTENERS = 2;
  static final int VARIANTS = 3;

  private final Map<String, Resource> made = new HashMap<>();
  private final Map<String, String> references = new HashMap<>();

  Resource cluster(int number, int variant) {
    return made.computeIfAbsent(
        "c" + number + "/" + variant, key -> Samples.cluster("c" + number, variant + 1));
  }

  Resource endpoints(int number, int variant) {
    return plain(ResourceType.ENDPOINT, "c" + number, "variant " + variant, "");
  }

  Resource route(int number, int cluster) {
    return plain(ResourceType.ROUTE, "r" + number, "to c" + cluster, "c" + cluster);
  }

  Resource listener(int number, int route) {
    return plain(ResourceType.LISTENER, "l" + number, "to r" + route, "r" + route);
  }

  private Resource plain(ResourceType type, String name, String content, String reference) {
    return made.computeIfAbsent(
        type + name + content,
        key -> {
          var value = StringValue.of(type + " " + name + " " + content);
          var resource = Resource.of(type, name, value, Set.of());
          references.put(resource.version(), reference);
          return resource;
        });
  }

  /// The one name that a route or listener refers to.
  String reference(Resource resource) {
    return references.getOrDefault(resource.version(), "");
  }

  List<Resource> everything() {
    var all = new ArrayList<Resource>();
    for (var c = 0; c < CLUSTERS; c++) {
      for (var v = 0; v < VARIANTS; v++) {
        all.add(cluster(c, v));
        all.add(endpoints(c, v));
      }
      for (var r = 0; r < ROUTES; r++) {
        all.add(route(r, c));
      }
    }
    for (var l = 0; l < LISTENERS; l++) {
      for (var r = 0; r < ROUTES; r++) {
        all.add(listener(l, r));
      }
    }
    return all;
  }

  /// One in six of those that may be among them.
  Set<Resource> some(RandomGenerator random, Predicate<Resource> candidate) {
    var some = new HashSet<Resource>();
    for (var resource : everything()) {
      if (candidate.test(resource) && random.nextInt(6) == 0) {
        some.add(resource);
      }
    }
    return some;
  }

  /// The next state of the world, some of it as before.
  Resources next(Resources before, RandomGenerator random) {
    var byType = new EnumMap<ResourceType, Map<String, Resource>>(ResourceType.class);
    for (var type : ResourceType.values()) {
      byType.put(type, new TreeMap<>());
    }
    var clusters = new ArrayList<Integer>();
    for (var c = 0; c < CLUSTERS; c++) {
      var old = before.of(ResourceType.CLUSTER).get("c" + c);
      if (old != null && random.nextInt(4) != 0) {
        put(byType, old);
      } else if (random.nextBoolean()) {
        put(byType, cluster(c, random.nextInt(VARIANTS)));
      } else {
        continue;
      }
      clusters.add(c);
      var ends = before.of(ResourceType.ENDPOINT).get("c" + c);
      if (ends != null && random.nextBoolean()) {
        put(byType, ends);
      } else {
        put(byType, endpoints(c, random.nextInt(VARIANTS)));
      }
    }
    if (!clusters.isEmpty()) {
      routes(before, byType, clusters, random);
    }
    return Resources.of(byType);
  }

  private void routes(
      Resources before,
      Map<ResourceType, Map<String, Resource>> byType,
      List<Integer> clusters,
      RandomGenerator random) {
    var routes = new ArrayList<Integer>();
    for (var r = 0; r < ROUTES; r++) {
      var old = before.of(ResourceType.ROUTE).get("r" + r);
      if (old != null && fits(old, clusters) && random.nextInt(4) != 0) {
        put(byType, old);
      } else if (random.nextInt(3) != 0) {
        put(byType, route(r, clusters.get(random.nextInt(clusters.size()))));
      } else {
        continue;
      }
      routes.add(r);
    }
    for (var l = 0; l < LISTENERS && !routes.isEmpty(); l++) {
      var old = before.of(ResourceType.LISTENER).get("l" + l);
      if (old != null && fits(old, routes) && random.nextInt(4) != 0) {
        put(byType, old);
      } else if (random.nextInt(3) != 0) {
        put(byType, listener(l, routes.get(random.nextInt(routes.size()))));
      }
    }
  }

  private boolean fits(Resource resource, List<Integer> numbers) {
    return numbers.contains(reference(resource).charAt(1) - '0');
  }

  private static void put(Map<ResourceType, Map<String, Resource>> byType, Resource resource) {
    byType.computeIfAbsent(resource.type(), type -> new TreeMap<>()).put(resource.name(), resource);
  }
}
