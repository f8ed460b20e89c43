package dev.tulle.core.xds;

import dev.tulle.core.ir.Gateway;
import dev.tulle.core.ir.Listener;
import dev.tulle.core.ir.Mesh;
import dev.tulle.core.memo.Memo;
import dev.tulle.core.memo.SortedMaps;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Renders what the proxies of a scope are sent. Keeps what it rendered: a resource whose part of
/// the mesh is equal to before is the same instance, with its bytes. For one thread.
public final class Renderer {

  private final Memo memo = new Memo();

  public Resources render(Mesh mesh, Scope scope) {
    return switch (scope) {
      case Scope.Gateway(var name) ->
          Optional.ofNullable(mesh.gateways().get(name))
              .map(gateway -> gateway(mesh, gateway))
              .orElseGet(Resources::empty);
      case Scope.Sidecar _, Scope.Grpc _ -> Resources.empty();
    };
  }

  private Resources gateway(Mesh mesh, Gateway gateway) {
    var byType = new EnumMap<ResourceType, Map<String, Resource>>(ResourceType.class);
    byType.put(
        ResourceType.CLUSTER,
        memo.get(
            "clusters",
            mesh.clusters(),
            all -> byName(memo.each("cluster", all, Clusters::render))));
    var endpoints = SortedMaps.mapValues(mesh.endpoints(), Assignments.Input::new);
    byType.put(
        ResourceType.ENDPOINT, byName(memo.each("endpoints", endpoints, Assignments::render)));
    byType.put(ResourceType.LISTENER, listeners(gateway));
    byType.put(
        ResourceType.ROUTE,
        memo.get("route-tables", mesh.routeTables(), tables -> routeTables(mesh)));
    byType.put(
        ResourceType.SECRET,
        byName(memo.each("certificate", mesh.certificates(), Certificates::render)));
    return Resources.of(byType);
  }

  private Map<String, Resource> listeners(Gateway gateway) {
    var inputs = new TreeMap<String, Listeners.Input>();
    for (Listener listener : gateway.listeners()) {
      inputs.put(Names.listener(gateway, listener), new Listeners.Input(gateway, listener));
    }
    return byName(memo.each("listener", inputs, Listeners::render));
  }

  private Map<String, Resource> routeTables(Mesh mesh) {
    var rendered = new HashMap<String, Resource>();
    for (var table : mesh.routeTables()) {
      var resource = RouteTables.render(table, memo);
      rendered.put(resource.name(), resource);
    }
    return rendered;
  }

  private static Map<String, Resource> byName(SortedMap<?, Resource> resources) {
    var byName = new HashMap<String, Resource>(resources.size() * 2);
    resources.values().forEach(resource -> byName.put(resource.name(), resource));
    return byName;
  }
}
