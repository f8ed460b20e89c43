package dev.tulle.core.gateway;

import dev.tulle.core.gateway.MeshParent.Ports;
import dev.tulle.core.ir.MeshService;
import dev.tulle.core.ir.PortRoutes;
import dev.tulle.core.ir.Route;
import dev.tulle.core.ir.ServicePort;
import dev.tulle.core.memo.SortedMaps;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.ParentStatus;
import dev.tulle.core.world.Given;
import dev.tulle.core.world.Kind;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCRouteSpec;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteSpec;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReference;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ReferenceGrant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// Attaches routes to the Services that they name as parents, for requests inside the mesh. A route
/// of the Service's own namespace is for every client, another one for those of its namespace.
public final class MeshRoutes {

  /// All that the result follows from.
  public record Input(
      SortedMap<ObjectName, MeshService> services,
      SortedMap<ObjectName, HTTPRoute> http,
      SortedMap<ObjectName, GRPCRoute> grpc,
      SortedMap<ObjectName, ReferenceGrant> grants) {}

  private final SortedMap<ObjectName, MeshService> services;
  private final Grants grants;
  private final SortedMap<ServicePort, SortedMap<String, List<HttpRules>>> attached =
      new TreeMap<>();
  private final SortedMap<ObjectName, List<ParentStatus>> parents = new TreeMap<>();
  private final SortedMap<ObjectName, List<Finding>> findings = new TreeMap<>();
  private final Conflicts conflicts = new Conflicts();

  private MeshRoutes(SortedMap<ObjectName, MeshService> services, Grants grants) {
    this.services = services;
    this.grants = grants;
  }

  public static MeshRouting resolve(Input input) {
    var routes = new MeshRoutes(input.services(), Grants.of(input.grants()));
    input
        .http()
        .forEach(
            (name, route) ->
                routes.attach(
                    name,
                    Optional.ofNullable(route.getSpec()).map(HTTPRouteSpec::getParentRefs),
                    references -> HttpRouteReader.read(route, references)));
    input
        .grpc()
        .forEach(
            (name, route) ->
                routes.attach(
                    name,
                    Optional.ofNullable(route.getSpec()).map(GRPCRouteSpec::getParentRefs),
                    references -> GrpcRouteReader.read(route, references)));
    var ports = SortedMaps.mapValues(routes.attached, routes::ofPort);
    for (var finding : routes.conflicts.findings()) {
      routes.findings.computeIfAbsent(finding.object(), key -> new ArrayList<>()).add(finding);
    }
    return new MeshRouting(ports, routes.parents, routes.findings);
  }

  private void attach(
      ObjectName route,
      Optional<List<ParentReference>> given,
      Function<References, HttpRules> reader) {
    var refs = Given.list(given.orElse(null));
    if (refs.stream().noneMatch(MeshParent::isService)) {
      return;
    }
    var rules = MeshRules.of(reader.apply(references(route, refs)));
    var found = new ArrayList<>(rules.refused());
    found.addAll(rules.unresolved());
    found.addAll(rules.warnings());
    var statuses = new ArrayList<ParentStatus>();
    for (int i = 0; i < refs.size(); i++) {
      if (MeshParent.isService(refs.get(i))) {
        var parent = new MeshParent(route, "spec.parentRefs[" + i + "]", refs.get(i), services);
        statuses.add(attach(parent, new ReadRoute.Rules.Http(rules), found));
      }
    }
    parents.put(route, statuses);
    if (!found.isEmpty()) {
      findings.put(route, found);
    }
  }

  /// Who sends to its own parent needs nobody's leave: its clients do so already.
  private References references(ObjectName route, List<ParentReference> refs) {
    var allowed = grants;
    for (var ref : refs) {
      var namespace = Given.text(ref.getNamespace());
      var name = Given.text(ref.getName());
      if (MeshParent.isService(ref) && !namespace.isEmpty() && !name.isEmpty()) {
        allowed = allowed.with(route, Kind.SERVICE.named(namespace, name));
      }
    }
    // policies say how gateways speak to backends
    return new ServiceReferences(services, allowed, BackendPolicies.NONE);
  }

  private ParentStatus attach(MeshParent parent, ReadRoute.Rules.Http rules, List<Finding> found) {
    var refused =
        switch (parent.ports()) {
          case Ports.None(var why) -> {
            found.add(why);
            yield Optional.of(why);
          }
          case Ports.Found(var ports) -> {
            if (rules.isAcceptable()) {
              ports.forEach(port -> attach(port, rules.rules()));
            }
            yield rules.isAcceptable()
                ? Optional.<Finding>empty()
                : Optional.of(rules.refused().getFirst());
          }
        };
    return new ParentStatus(
        reference(parent.reference()), RouteStatuses.conditions(refused, rules, List.of()));
  }

  private void attach(ServicePort port, HttpRules rules) {
    var ofPort =
        attached
            .computeIfAbsent(port, key -> new TreeMap<>())
            .computeIfAbsent(rules.route().namespace(), key -> new ArrayList<>());
    if (!ofPort.contains(rules)) {
      ofPort.add(rules);
    }
  }

  private PortRoutes ofPort(ServicePort port, SortedMap<String, List<HttpRules>> byNamespace) {
    var own = port.service().namespace();
    var routes = new TreeMap<String, List<Route>>();
    byNamespace.forEach(
        (namespace, rules) -> routes.put(namespace, HttpHosts.ofPort(port, rules, conflicts)));
    return new PortRoutes(Optional.ofNullable(routes.remove(own)), routes);
  }

  private static ParentStatus.Reference reference(ParentReference given) {
    return new ParentStatus.Reference(
        Given.text(given.getGroup()),
        Given.text(given.getKind()),
        Optional.ofNullable(given.getNamespace()),
        Given.text(given.getName()),
        Optional.ofNullable(given.getSectionName()),
        given.getPort() == null ? OptionalInt.empty() : OptionalInt.of(given.getPort()));
  }
}
