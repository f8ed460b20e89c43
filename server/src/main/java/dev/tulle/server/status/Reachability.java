package dev.tulle.server.status;

import dev.tulle.core.gateway.GatewayApi;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Kind;
import dev.tulle.core.world.SliceRecord.SliceEndpoint;
import dev.tulle.core.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Since when the Service of each gateway has had an endpoint that is ready. Before the nodes know
/// it, a connection to the gateway's address leads nowhere, whatever its proxies have acknowledged.
/// For one thread.
final class Reachability {

  /// kube-proxy applies what it hears once a second at most, unless told otherwise.
  static final Duration NODES_FOLLOW = Duration.ofMillis(1500);

  private final Map<ObjectName, Instant> ready = new HashMap<>();

  /// The gateways that can be reached at `now`.
  Set<ObjectName> follow(World world, Instant now) {
    var gateways = world.all(Kind.GATEWAY).keySet();
    ready.keySet().retainAll(gateways);
    var reachable = new HashSet<ObjectName>();
    for (var gateway : gateways) {
      if (!hasEndpoint(world, gateway)) {
        ready.remove(gateway);
      } else if (!now.isBefore(ready.computeIfAbsent(gateway, _ -> now).plus(NODES_FOLLOW))) {
        reachable.add(gateway);
      }
    }
    return reachable;
  }

  private static boolean hasEndpoint(World world, ObjectName gateway) {
    var service = Kind.SERVICE.named(gateway.namespace(), GatewayApi.madeFor(gateway));
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
