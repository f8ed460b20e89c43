package dev.tulle.server.status;

import dev.tulle.core.gateway.ListenerSets;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Kind;
import dev.tulle.core.world.World;
import dev.tulle.core.xds.Scope;
import dev.tulle.server.loop.Published;
import dev.tulle.server.stream.ProxyState;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Follows which version of each gateway the proxies of this replica have acknowledged. A version
/// is the generations of the Gateway and of its ListenerSets: what else changes, such as endpoints,
/// does not make a gateway less programmed. For one thread.
final class Acknowledgements {

  /// A version, and the sequence number that it was published with first.
  private record Since(String version, long sequence) {}

  private Map<ObjectName, Since> current = Map.of();
  private final Map<ObjectName, String> applied = new HashMap<>();

  Acknowledged follow(Published published, List<ProxyState> proxies) {
    var versions = versions(published.world());
    var next = new HashMap<ObjectName, Since>();
    versions.forEach(
        (name, version) -> {
          var before = current.get(name);
          next.put(
              name,
              before != null && before.version().equals(version)
                  ? before
                  : new Since(version, published.sequence()));
        });
    current = next;
    applied.keySet().retainAll(next.keySet());
    return acknowledged(proxies);
  }

  /// The version that is in force, to compare with what replicas say.
  Optional<String> version(ObjectName gateway) {
    return Optional.ofNullable(current.get(gateway)).map(Since::version);
  }

  private Acknowledged acknowledged(List<ProxyState> proxies) {
    var byGateway = new HashMap<ObjectName, List<ProxyState>>();
    var refused = new HashMap<String, String>();
    for (var proxy : proxies) {
      if (proxy.proxy().scope() instanceof Scope.Gateway(var name)) {
        byGateway.computeIfAbsent(name, key -> new ArrayList<>()).add(proxy);
      }
      for (var one : proxy.refused()) {
        one.resource()
            .origins()
            .forEach(origin -> refused.putIfAbsent(origin.toString(), one.words()));
      }
    }
    var gateways = new HashMap<String, Acknowledged.OfGateway>();
    byGateway.forEach(
        (name, connected) -> {
          var since = current.get(name);
          if (since != null) {
            if (connected.stream().allMatch(each -> each.settled() >= since.sequence())) {
              applied.put(name, since.version());
            }
            var version = applied.getOrDefault(name, "");
            gateways.put(name.toString(), new Acknowledged.OfGateway(connected.size(), version));
          }
        });
    return new Acknowledged(gateways, refused);
  }

  private static Map<ObjectName, String> versions(World world) {
    var versions = new HashMap<ObjectName, String>();
    world
        .all(Kind.GATEWAY)
        .forEach((name, gateway) -> versions.put(name, Long.toString(generation(gateway))));
    world
        .all(Kind.LISTENER_SET)
        .forEach(
            (name, set) ->
                ListenerSets.gateway(set)
                    .ifPresent(
                        gateway ->
                            versions.computeIfPresent(
                                gateway,
                                (_, before) ->
                                    before
                                        + " "
                                        + name.namespace()
                                        + "/"
                                        + name.name()
                                        + ":"
                                        + generation(set))));
    return versions;
  }

  static long generation(Object object) {
    return object instanceof HasMetadata has && has.getMetadata().getGeneration() != null
        ? has.getMetadata().getGeneration()
        : 0;
  }
}
