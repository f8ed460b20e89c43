package dev.tulle.core.xds;

import dev.tulle.core.ir.Destination;
import dev.tulle.core.ir.Mesh;
import dev.tulle.core.ir.Place;
import dev.tulle.core.ir.PortRoutes;
import dev.tulle.core.ir.Reach;
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

  private final Memo memo = new Memo();
  private @Nullable Mesh mesh;
  private @Nullable Shared shared;

  /// What every sidecar of one mesh is sent.
  private record Shared(
      Map<String, Resource> clusters,
      Map<String, Resource> listeners,
      Map<String, Resource> routes,
      SortedMap<Destination.Id, Destination> withConsumers,
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
            all.listeners(),
            others ->
                Resources.with(others, List.of(SidecarListeners.inbound(scope.httpPorts())))));
    byType.put(ResourceType.ENDPOINT, endpoints(all.endpoints(), scope.place(), own));
    return Resources.of(byType);
  }

  private record Own(Map<String, Resource> everywhere, SortedMap<Destination.Id, Resource> here) {}

  /// Where clients of this namespace have routes of their own, these in place of the others.
  private static Map<String, Resource> routes(Mesh latest, Shared all, String namespace, Memo own) {
    var here = new TreeMap<Destination.Id, ServiceRoutes.Input>();
    all.withConsumers()
        .forEach(
            (id, destination) ->
                portRoutes(latest, id)
                    .filter(routes -> routes.ofConsumers().containsKey(namespace))
                    .map(routes -> new ServiceRoutes.Input(destination, routes.in(namespace)))
                    .ifPresent(input -> here.put(id, input)));
    if (here.isEmpty()) {
      return all.routes();
    }
    return own.get(
        "routes",
        new Own(all.routes(), own.each("route", here, ServiceRoutes::render)),
        both -> Resources.with(both.everywhere(), both.here().values()));
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
    var used = used(latest, reached);
    var targets = memo.get("targets", new Targets(latest.destinations(), used), Sidecars::targets);
    var clusters = memo.each("cluster", targets, ServiceClusters::ofSidecar);
    var listeners = memo.each("listener", reached, ServiceListeners::render);
    var http = memo.get("http", reached, all -> only(all, Destination::isHttp));
    var routes = memo.each("route", ofProducers(latest, http), ServiceRoutes::render);
    return new Shared(
        memo.get("clusters", clusters, Sidecars::withOriginalDestinations),
        memo.get("listeners", listeners, Sidecars::withOutbound),
        memo.get("routes", routes, Resources::byName),
        only(
            http,
            each ->
                portRoutes(latest, each.id())
                    .filter(of -> !of.ofConsumers().isEmpty())
                    .isPresent()),
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
  private static SortedMap<Destination.Id, ServiceClusters.Input> targets(Targets input) {
    var targets = new TreeMap<Destination.Id, ServiceClusters.Input>();
    input
        .destinations()
        .forEach(
            (id, each) -> {
              boolean routed = input.used().contains(id.port()) && id.other().isEmpty();
              if (routed || each.address().isPresent()) {
                targets.put(id, new ServiceClusters.Input(each, routed || each.isHttp()));
              }
            });
    return targets;
  }

  private static SortedMap<Destination.Id, ServiceRoutes.Input> ofProducers(
      Mesh mesh, SortedMap<Destination.Id, Destination> http) {
    return SortedMaps.mapValues(
        http,
        (id, each) ->
            new ServiceRoutes.Input(each, portRoutes(mesh, id).flatMap(PortRoutes::ofProducer)));
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

  private static Map<String, Resource> withOutbound(SortedMap<?, Resource> listeners) {
    return Resources.with(Resources.byName(listeners), List.of(SidecarListeners.OUTBOUND));
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

  private Assigned assigned(Mesh latest, SortedMap<Destination.Id, ServiceClusters.Input> targets) {
    var reach = new Ascending<>(latest.reach());
    var inputs =
        SortedMaps.mapValues(
            targets, (id, d) -> Map.entry(id, Objects.requireNonNull(reach.get(id))));
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
