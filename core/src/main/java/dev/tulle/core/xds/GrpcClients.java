package dev.tulle.core.xds;

import dev.tulle.core.ir.Destination;
import dev.tulle.core.ir.Mesh;
import dev.tulle.core.memo.Ascending;
import dev.tulle.core.memo.Memo;
import dev.tulle.core.memo.SortedMaps;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/// Renders what gRPC clients of a scope are sent that speak xDS themselves. For one thread.
final class GrpcClients {

  private final Memo memo = new Memo();

  /// `own` is kept from mesh to mesh for this scope alone.
  Resources render(Mesh mesh, Scope.Grpc scope, Memo own) {
    var destinations = memo.get("destinations", mesh.destinations(), GrpcClients::ofFirstFamily);
    var byType = new EnumMap<ResourceType, Map<String, Resource>>(ResourceType.class);
    byType.put(
        ResourceType.CLUSTER,
        memo.get(
            "clusters",
            memo.each("cluster", destinations, ServiceClusters::ofGrpc),
            Resources::byName));
    byType.put(
        ResourceType.ROUTE,
        memo.get(
            "routes", memo.each("route", destinations, GrpcRoutes::render), Resources::byName));
    byType.put(ResourceType.LISTENER, listeners(mesh, destinations, scope.namespace(), own));
    var reach = new Ascending<>(mesh.reach());
    var endpoints =
        SortedMaps.mapValues(
            destinations,
            (id, d) ->
                new Assignments.OfDestination(
                    id, Objects.requireNonNull(reach.get(id)).at(scope.place())));
    byType.put(
        ResourceType.ENDPOINT,
        own.get(
            "endpoints",
            own.each("assignment", endpoints, Assignments::weighted),
            Resources::byName));
    return Resources.of(byType);
  }

  private Map<String, Resource> listeners(
      Mesh mesh, SortedMap<Destination.Id, Destination> destinations, String namespace, Memo own) {
    var qualified =
        memo.get(
            "qualified", destinations, all -> GrpcListeners.qualified(all, mesh.clusterDomain()));
    var everywhere =
        memo.get(
            "listeners",
            memo.each("listener", qualified, GrpcListeners::render),
            Resources::byName);
    var unqualified =
        own.get("unqualified", destinations, all -> GrpcListeners.unqualified(all, namespace));
    return own.get(
        "listeners",
        new Listeners(everywhere, own.each("listener", unqualified, GrpcListeners::render)),
        all -> Resources.with(all.qualified(), all.unqualified().values()));
  }

  private record Listeners(
      Map<String, Resource> qualified, SortedMap<String, Resource> unqualified) {}

  /// A client that dials a name has no say in the family of the addresses it gets.
  private static SortedMap<Destination.Id, Destination> ofFirstFamily(
      SortedMap<Destination.Id, Destination> all) {
    var first = new TreeMap<>(all);
    first.keySet().removeIf(id -> id.other().isPresent());
    return first;
  }
}
