package dev.tulle.core.xds;

import dev.tulle.core.ir.Destination;
import dev.tulle.core.ir.Mesh;
import dev.tulle.core.ir.Place;
import dev.tulle.core.ir.Reach;
import dev.tulle.core.memo.Ascending;
import dev.tulle.core.memo.Memo;
import dev.tulle.core.memo.SortedMaps;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Renders what the sidecars of a scope are sent. All scopes share what does not depend on them:
/// the very same maps where nothing does. For one thread.
final class Sidecars {

  private static final Map<String, Resource> ROUTES =
      Map.of(ServiceRoutes.OUTBOUND.name(), ServiceRoutes.OUTBOUND);

  private final Memo memo = new Memo();
  private @Nullable Mesh mesh;
  private @Nullable Shared shared;

  /// What every sidecar of one mesh is sent.
  private record Shared(
      Map<String, Resource> clusters, Map<String, Resource> listeners, Assigned endpoints) {}

  /// Assignments that are the same for all, and what the others follow from.
  private record Assigned(
      Map<String, Resource> everywhere, SortedMap<Destination.Id, Reach.ByPlace> placed) {}

  /// `own` is kept from mesh to mesh for this scope alone.
  Resources render(Mesh latest, Scope.Sidecar scope, Memo own) {
    var all = shared(latest);
    var byType = new EnumMap<ResourceType, Map<String, Resource>>(ResourceType.class);
    byType.put(ResourceType.CLUSTER, all.clusters());
    byType.put(ResourceType.ROUTE, ROUTES);
    byType.put(
        ResourceType.LISTENER,
        own.get(
            "listeners",
            all.listeners(),
            others ->
                Resources.with(others, List.of(SidecarListeners.inbound(scope.httpPorts())))));
    byType.put(ResourceType.ENDPOINT, endpoints(all.endpoints(), scope.place(), own));
    return Resources.of(byType);
  }

  private record Here(
      Map<String, Resource> everywhere, SortedMap<Destination.Id, Resource> placed) {}

  private static Map<String, Resource> endpoints(Assigned all, Place place, Memo own) {
    if (all.placed().isEmpty()) {
      return all.everywhere();
    }
    var placed =
        own.each(
            "placed",
            SortedMaps.mapValues(
                all.placed(), (id, reach) -> new Assignments.OfDestination(id, reach.at(place))),
            Assignments::render);
    return own.get(
        "endpoints",
        new Here(all.everywhere(), placed),
        here -> Resources.with(here.everywhere(), here.placed().values()));
  }

  @SuppressWarnings("ReferenceEquality") // the scopes of one mesh are rendered in a row
  private Shared shared(Mesh latest) {
    var known = shared;
    if (known == null || mesh != latest) {
      known = share(latest);
      shared = known;
      mesh = latest;
    }
    return known;
  }

  private Shared share(Mesh latest) {
    var reached =
        memo.get("reached", latest.destinations(), all -> only(all, d -> d.address().isPresent()));
    var clusters = memo.each("cluster", reached, ServiceClusters::ofSidecar);
    var listeners =
        memo.each(
            "listener",
            memo.get("tcp", reached, all -> only(all, d -> !d.isHttp())),
            ServiceListeners::render);
    var outbound =
        memo.get(
            "outbound",
            memo.get("http", reached, all -> only(all, Destination::isHttp)),
            http -> SidecarListeners.outbound(http.values()));
    return new Shared(
        memo.get("clusters", clusters, Sidecars::withOriginalDestinations),
        memo.get("listeners", new Listening(listeners, outbound), Listening::byName),
        assigned(latest, reached));
  }

  private static <T> SortedMap<Destination.Id, T> only(
      SortedMap<Destination.Id, T> all, Predicate<T> wanted) {
    var some = new TreeMap<>(all);
    some.values().removeIf(wanted.negate());
    return some;
  }

  private static Map<String, Resource> withOriginalDestinations(SortedMap<?, Resource> clusters) {
    return Resources.with(
        Resources.byName(clusters),
        List.of(OriginalDestinations.PASSTHROUGH, OriginalDestinations.INBOUND));
  }

  private record Listening(SortedMap<Destination.Id, Resource> tcp, Resource outbound) {
    Map<String, Resource> byName() {
      return Resources.with(Resources.byName(tcp), List.of(outbound));
    }
  }

  /// An assignment that is the same for all, or what it follows from.
  private sealed interface Assignment {
    record Everywhere(Resource resource) implements Assignment {}

    record Placed(Reach.ByPlace reach) implements Assignment {}

    static Assignment of(Map.Entry<Destination.Id, Reach> each) {
      return switch (each.getValue()) {
        case Reach.Everywhere(var endpoints) ->
            new Everywhere(
                Assignments.render(new Assignments.OfDestination(each.getKey(), endpoints)));
        case Reach.ByPlace reach -> new Placed(reach);
      };
    }
  }

  private Assigned assigned(Mesh latest, SortedMap<Destination.Id, Destination> reached) {
    var reach = new Ascending<>(latest.reach());
    var inputs =
        SortedMaps.mapValues(
            reached, (id, d) -> Map.entry(id, Objects.requireNonNull(reach.get(id))));
    return memo.get(
        "assignments", memo.each("assignment", inputs, Assignment::of), Sidecars::assigned);
  }

  private static Assigned assigned(SortedMap<Destination.Id, Assignment> all) {
    var everywhere = new HashMap<String, Resource>(all.size() * 2);
    var placed = new TreeMap<Destination.Id, Reach.ByPlace>();
    all.forEach(
        (id, assignment) -> {
          switch (assignment) {
            case Assignment.Everywhere(var resource) -> everywhere.put(resource.name(), resource);
            case Assignment.Placed(var reach) -> placed.put(id, reach);
          }
        });
    return new Assigned(Collections.unmodifiableMap(everywhere), placed);
  }
}
