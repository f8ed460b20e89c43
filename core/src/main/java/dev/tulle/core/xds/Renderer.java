package dev.tulle.core.xds;

import dev.tulle.core.ir.Gateway;
import dev.tulle.core.ir.Listener;
import dev.tulle.core.ir.Mesh;
import dev.tulle.core.memo.Memo;
import dev.tulle.core.memo.SortedMaps;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Renders what the proxies of a scope are sent. Keeps what it rendered: a resource whose part of
/// the mesh is equal to before is the same instance, with its bytes. For one thread.
public final class Renderer {

  private final Memo memo = new Memo();
  private final Sidecars sidecars = new Sidecars();
  private final GrpcClients grpcClients = new GrpcClients();
  private @Nullable Mesh mesh;
  private Map<Scope, Memo> before = new HashMap<>();
  private Map<Scope, Memo> current = new HashMap<>();

  public Resources render(Mesh mesh, Scope scope) {
    return switch (scope) {
      case Scope.Gateway(var name) ->
          Optional.ofNullable(mesh.gateways().get(name))
              .map(gateway -> gateway(mesh, gateway))
              .orElseGet(Resources::empty);
      case Scope.Sidecar sidecar -> sidecars.render(mesh, sidecar, own(mesh, scope));
      case Scope.Grpc grpc -> grpcClients.render(mesh, grpc, own(mesh, scope));
    };
  }

  /// What is kept for one scope; for scopes that are rendered no more, nothing is.
  @SuppressWarnings("ReferenceEquality") // the scopes of one mesh are rendered in a row
  private Memo own(Mesh latest, Scope scope) {
    if (mesh != latest) {
      before = current;
      current = new HashMap<>();
      mesh = latest;
    }
    return current.computeIfAbsent(
        scope, key -> Objects.requireNonNullElseGet(before.get(key), Memo::new));
  }

  private Resources gateway(Mesh mesh, Gateway gateway) {
    var byType = new EnumMap<ResourceType, Map<String, Resource>>(ResourceType.class);
    byType.put(
        ResourceType.CLUSTER,
        memo.get(
            "clusters",
            mesh.clusters(),
            all -> Resources.byName(memo.each("cluster", all, Clusters::render))));
    var endpoints = SortedMaps.mapValues(mesh.endpoints(), Assignments.Input::new);
    byType.put(
        ResourceType.ENDPOINT,
        Resources.byName(memo.each("endpoints", endpoints, Assignments::render)));
    byType.put(ResourceType.LISTENER, listeners(gateway));
    byType.put(
        ResourceType.ROUTE,
        memo.get("route-tables", mesh.routeTables(), tables -> routeTables(mesh)));
    byType.put(
        ResourceType.SECRET,
        Resources.byName(memo.each("certificate", mesh.certificates(), Certificates::render)));
    return Resources.of(byType);
  }

  private Map<String, Resource> listeners(Gateway gateway) {
    var inputs = new TreeMap<String, Listeners.Input>();
    for (Listener listener : gateway.listeners()) {
      inputs.put(Names.listener(gateway, listener), new Listeners.Input(gateway, listener));
    }
    return Resources.byName(memo.each("listener", inputs, Listeners::render));
  }

  private Map<String, Resource> routeTables(Mesh mesh) {
    var rendered = new HashMap<String, Resource>();
    for (var table : mesh.routeTables()) {
      var resource = RouteTables.render(table, memo);
      rendered.put(resource.name(), resource);
    }
    return rendered;
  }
}
