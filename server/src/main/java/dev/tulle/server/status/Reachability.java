package dev.tulle.server.status;

import dev.tulle.core.gateway.GatewayApi;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.StatusDetail;
import dev.tulle.core.world.Kind;
import dev.tulle.core.world.SliceRecord.SliceEndpoint;
import dev.tulle.core.world.World;
import dev.tulle.server.loop.Published;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Since when the Service of each gateway, and that of all Ingresses, has had an endpoint that is
/// ready. Before the nodes know it, a connection to its address leads nowhere, whatever its proxies
/// have acknowledged. For one thread.
final class Reachability {

  /// kube-proxy applies what it hears once a second at most, unless told otherwise.
  static final Duration NODES_FOLLOW = Duration.ofMillis(1500);

  private final Map<ObjectName, Instant> ready = new HashMap<>();

  /// The Services that can be reached at `now`.
  Set<ObjectName> follow(Published published, Instant now) {
    var services = services(published);
    ready.keySet().retainAll(services);
    var reachable = new HashSet<ObjectName>();
    for (var service : services) {
      if (!hasEndpoint(published.world(), service)) {
        ready.remove(service);
      } else if (!now.isBefore(ready.computeIfAbsent(service, _ -> now).plus(NODES_FOLLOW))) {
        reachable.add(service);
      }
    }
    return reachable;
  }

  /// That of a gateway.
  static ObjectName service(ObjectName gateway) {
    return Kind.SERVICE.named(gateway.namespace(), GatewayApi.madeFor(gateway));
  }

  private static Set<ObjectName> services(Published published) {
    var services = new HashSet<ObjectName>();
    published.world().all(Kind.GATEWAY).keySet().forEach(it -> services.add(service(it)));
    for (var status : published.compilation().statuses().values()) {
      if (status.detail() instanceof StatusDetail.LoadBalancer(var service, var _)) {
        services.add(service);
      }
    }
    return services;
  }

  private static boolean hasEndpoint(World world, ObjectName service) {
    return world.slicesOf(service).stream()
        .flatMap(slice -> slice.endpoints().stream())
        .anyMatch(SliceEndpoint::ready);
  }

  /// How long after `now` the next one can be; `otherwise` if none is about to.
  Duration next(Instant now, Duration otherwise) {
    return ready.values().stream()
        .map(since -> Duration.between(now, since.plus(NODES_FOLLOW)))
        .filter(Duration::isPositive)
        .reduce(otherwise, (one, other) -> one.compareTo(other) < 0 ? one : other);
  }
}
