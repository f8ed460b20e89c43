package dev.tulle.core.xds;

import dev.tulle.core.ir.Cluster;
import dev.tulle.core.ir.Endpoint;
import dev.tulle.core.ir.Gateway;
import dev.tulle.core.ir.Listener;
import dev.tulle.core.ir.Listener.Traffic;
import dev.tulle.core.ir.Mesh;
import dev.tulle.core.ir.Portion;
import dev.tulle.core.ir.Protocol;
import dev.tulle.core.ir.RouteTable;
import dev.tulle.core.ir.Upstream;
import dev.tulle.core.ir.UpstreamTls;
import dev.tulle.core.memo.Ascending;
import dev.tulle.core.memo.Memo;
import dev.tulle.core.memo.SortedMaps;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/// Renders what the proxies of a gateway are sent: what the gateway names, and nothing else.
/// Endpoints are rendered once for all gateways. For one thread.
final class Gateways {

  private final Memo memo = new Memo();

  /// `own` is kept from mesh to mesh for this gateway alone.
  Resources render(Mesh mesh, Gateway gateway, Memo own) {
    var datagrams = datagrams(mesh, gateway);
    var clusters = own.each("cluster", gateway.clusters(), Clusters::render);
    var ofDatagrams = own.each("datagram-cluster", datagrams, Datagrams::cluster);
    var endpoints = endpoints(mesh, gateway);
    var assignments = own.each("datagram-assignment", datagrams, Datagrams::assignment);
    var byType = new EnumMap<ResourceType, Map<String, Resource>>(ResourceType.class);
    byType.put(
        ResourceType.CLUSTER,
        own.get("clusters", new Both(clusters.values(), ofDatagrams.values()), Both::byName));
    byType.put(
        ResourceType.ENDPOINT,
        own.get("endpoints", new Both(endpoints, assignments.values()), Both::byName));
    byType.put(ResourceType.LISTENER, listeners(gateway, own));
    byType.put(
        ResourceType.ROUTE,
        own.get("route-tables", gateway.routeTables(), tables -> routeTables(tables, own)));
    byType.put(ResourceType.SECRET, secrets(gateway, own));
    return Resources.of(byType);
  }

  /// What stands in one map in the end. Equal where the resources are the same instances.
  private record Both(List<Resource> some, List<Resource> more) {

    Both(Collection<Resource> some, Collection<Resource> more) {
      this(List.copyOf(some), List.copyOf(more));
    }

    Map<String, Resource> byName() {
      return Resources.with(Resources.with(Map.of(), some), more);
    }
  }

  /// Of a cluster to which nothing may be sent, there are none.
  private List<Resource> endpoints(Mesh mesh, Gateway gateway) {
    var all = new Ascending<>(assignments(mesh));
    var used = new ArrayList<Resource>(gateway.clusters().size());
    gateway
        .clusters()
        .forEach(
            (upstream, cluster) -> {
              var assignment = Objects.requireNonNull(all.get(upstream));
              used.add(isRefused(cluster) ? none(upstream) : assignment);
            });
    return used;
  }

  private static boolean isRefused(Cluster cluster) {
    return cluster.tls() instanceof UpstreamTls.Refused;
  }

  private static Resource none(Upstream upstream) {
    return Assignments.render(new Assignments.Input(upstream, List.of()));
  }

  private SortedMap<Upstream, Resource> assignments(Mesh mesh) {
    return memo.get(
        "assignments",
        mesh.endpoints(),
        all -> {
          var connections = new TreeMap<>(all);
          connections.keySet().removeIf(upstream -> upstream.protocol() == Protocol.NOT_TCP);
          return memo.each(
              "assignment",
              SortedMaps.mapValues(connections, Assignments.Input::new),
              Assignments::render);
        });
  }

  private static SortedMap<String, Datagrams.Input> datagrams(Mesh mesh, Gateway gateway) {
    var inputs = new TreeMap<String, Datagrams.Input>();
    for (var listener : gateway.listeners()) {
      if (listener.traffic() instanceof Traffic.Udp(var portions)) {
        var name = Names.listener(gateway.name(), listener);
        inputs.put(
            name, new Datagrams.Input(name, gateway.origins(), portions, reached(mesh, portions)));
      }
    }
    return inputs;
  }

  private static SortedMap<Upstream, List<Endpoint>> reached(Mesh mesh, List<Portion> portions) {
    var reached = new TreeMap<Upstream, List<Endpoint>>();
    portions.stream()
        .flatMap(Portion::upstream)
        .forEach(
            upstream -> reached.put(upstream, mesh.endpoints().getOrDefault(upstream, List.of())));
    return reached;
  }

  private static Map<String, Resource> listeners(Gateway gateway, Memo own) {
    var inputs = new TreeMap<String, Listeners.Input>();
    for (Listener listener : gateway.listeners()) {
      inputs.put(
          Names.listener(gateway.name(), listener),
          new Listeners.Input(gateway.name(), gateway.origins(), listener));
    }
    return Resources.byName(own.each("listener", inputs, Listeners::render));
  }

  private static Map<String, Resource> routeTables(List<RouteTable> tables, Memo own) {
    return Resources.with(
        Map.of(), tables.stream().map(table -> RouteTables.render(table, own)).toList());
  }

  private static Map<String, Resource> secrets(Gateway gateway, Memo own) {
    return Resources.with(
        Resources.byName(own.each("certificate", gateway.certificates(), Certificates::render)),
        own.each("trust", gateway.trusts(), Certificates::render).values());
  }
}
