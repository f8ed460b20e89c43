package dev.tulle.core.ir;

import dev.tulle.core.name.ObjectName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;

/// Proxies that answer to the outside: those of a Gateway, or of an IngressClass for all Ingresses
/// of that class. What it names is in it: each route table, cluster, certificate and trust, and
/// nothing more. `infrastructure` is empty where the Gateway's wishes are not valid, so that what
/// there is stays as it is, and for Ingresses. `origins` are the objects that decided its
/// listeners. The maps are never changed.
public record Gateway(
    ObjectName name,
    List<Listener> listeners,
    List<RouteTable> routeTables,
    SortedMap<Upstream, Cluster> clusters,
    SortedMap<ObjectName, Certificate> certificates,
    SortedMap<Trust.Id, Trust> trusts,
    Optional<Infrastructure> infrastructure,
    Set<ObjectName> origins) {

  public Gateway {
    listeners = List.copyOf(listeners);
    routeTables = List.copyOf(routeTables);
    origins = Set.copyOf(origins);
  }

  /// All that it sends to, that of its datagrams included.
  public Stream<Upstream> upstreams() {
    var ofDatagrams =
        listeners.stream()
            .flatMap(
                listener ->
                    listener.traffic() instanceof Listener.Traffic.Udp(var portions)
                        ? portions.stream().flatMap(Portion::upstream)
                        : Stream.of());
    return Stream.concat(clusters.keySet().stream(), ofDatagrams);
  }
}
