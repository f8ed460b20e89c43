package dev.tulle.core.xds;

import dev.tulle.core.ir.Destination;
import dev.tulle.core.ir.Mesh;
import dev.tulle.core.ir.Place;
import dev.tulle.core.ir.PortRoutes;
import dev.tulle.core.ir.Reach;
import dev.tulle.core.ir.Route;
import dev.tulle.core.ir.ServicePort;
import dev.tulle.core.ir.Upstream;
import dev.tulle.core.memo.Ascending;
import dev.tulle.core.memo.Memo;
import dev.tulle.core.memo.SortedMaps;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Renders what the sidecars of a scope are sent. All scopes share what does not depend on them:
/// the very same maps where nothing does. For one thread.
final class Sidecars {

  private static final Map<String, Resource> PLAIN_ROUTES =
      Map.of(ServiceRoutes.PLAIN.name(), ServiceRoutes.PLAIN);

  /// The namespace of no client, for which there are the routes for all of them.
  private static final String ANY = "";

  private final Memo memo = new Memo();
  private @Nullable Mesh mesh;
  private @Nullable Shared shared;

  /// What every sidecar of one mesh is sent.
  private record Shared(
      Map<String, Resource> clusters,
      SortedMap<Destination.Id, Destination> reached,
      Map<String, Resource> routes,
      SortedMap<Destination.Id, Destination> http,
      Assigned endpoints) {}

  /// Assignments that are the same for all, and what the others follow from.
  private record Assigned(
      Map<String, Resource> everywhere, SortedMap<Destination.Id, Reach.ByPlace> placed) {}

  /// `own` is kept from mesh to mesh for this scope alone.
  Resources render(Mesh latest, Scope.Sidecar scope, Memo own) {
    var all = shared(latest);
    var byType = new EnumMap<ResourceType, Map<String, Resource>>(ResourceType.class);
    byType.put(ResourceType.CLUSTER, all.clusters());
    byType.put(ResourceType.ROUTE, routes(latest, all, scope.namespace(), own));
    byType.put(
        ResourceType.LISTENER,
        own.get(
            "listeners",
            outbound(all, scope.ipv6()),
            outbound ->
                Resources.with(
                    Map.of(),
                    List.of(outbound, SidecarListeners.inbound(scope.httpPorts(), scope.ipv6())))));
    byType.put(ResourceType.ENDPOINT, endpoints(all.endpoints(), scope.place(), own));
    return Resources.of(byType);
  }

  /// The same for all sidecars but for whether they are reached over IPv6.
  private Resource outbound(Shared all, boolean ipv6) {
    return memo.get(
        ipv6 ? "outbound over IPv6, too" : "outbound",
        all.reached(),
        reached -> SidecarListeners.outbound(reached.values(), ipv6));
  }

  /// Where clients of this namespace have routes of their own, these in place of the others.
  private static Map<String, Resource> routes(Mesh latest, Shared all, String namespace, Memo own) {
    boolean differs =
        latest.routes().values().stream().anyMatch(of -> of.ofConsumers().containsKey(namespace));
    return differs
        ? own.get("routes", attached(latest, all.http(), namespace), Sidecars::routes)
        : all.routes();
  }

  private static Map<String, Resource> routes(
      SortedMap<Destination.Id, ServiceRoutes.Attached> attached) {
    var table = ServiceRoutes.render(attached);
    return Map.of(table.name(), table);
  }

  /// What routes are attached to, for clients of a namespace.
  private static SortedMap<Destination.Id, ServiceRoutes.Attached> attached(
      Mesh mesh, SortedMap<Destination.Id, Destination> http, String namespace) {
    var attached = new TreeMap<Destination.Id, ServiceRoutes.Attached>();
    http.forEach(
        (id, destination) ->
            portRoutes(mesh, id)
                .flatMap(of -> of.in(namespace))
                .map(of -> new ServiceRoutes.Attached(destination, of, clusters(mesh, of)))
                .ifPresent(each -> attached.put(id, each)));
    return attached;
  }

  private static Map<ServicePort, String> clusters(Mesh mesh, List<Route> routes) {
    return routes.stream()
        .flatMap(Route::upstreams)
        .map(Upstream::port)
        .distinct()
        .collect(Collectors.toMap(port -> port, port -> ServiceClusters.name(first(mesh, port))));
  }

  private static Destination first(Mesh mesh, ServicePort port) {
    return Objects.requireNonNull(
        mesh.destinations().get(new Destination.Id(port, Optional.empty())));
  }

  private static Optional<PortRoutes> portRoutes(Mesh mesh, Destination.Id id) {
    return Optional.ofNullable(mesh.routes().get(id.port()));
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
    var targets =
        memo.get(
            "targets",
            new Targets(latest.destinations(), used(latest, reached)),
            Sidecars::targets);
    var clusters = memo.each("cluster", targets, ServiceClusters::ofSidecar);
    var http = memo.get("http", reached, all -> only(all, Destination::isHttp));
    var routes =
        latest.routes().isEmpty()
            ? PLAIN_ROUTES
            : memo.get("routes", attached(latest, http, ANY), Sidecars::routes);
    return new Shared(
        memo.get("clusters", clusters, Sidecars::withOriginalDestinations),
        reached,
        routes,
        http,
        assigned(latest, targets));
  }

  /// What routes send to that some client can reach.
  private static Set<ServicePort> used(Mesh mesh, SortedMap<Destination.Id, Destination> reached) {
    return reached.keySet().stream()
        .flatMap(id -> portRoutes(mesh, id).stream())
        .flatMap(PortRoutes::upstreams)
        .map(Upstream::port)
        .collect(Collectors.toSet());
  }

  private record Targets(
      SortedMap<Destination.Id, Destination> destinations, Set<ServicePort> used) {}

  /// What connections can lead to: what has an address, and what a route sends to.
  private static SortedMap<Destination.Id, Destination> targets(Targets input) {
    return only(
        input.destinations(),
        each ->
            each.address().isPresent()
                || (input.used().contains(each.id().port()) && each.id().other().isEmpty()));
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
