package dev.tulle.core.gateway;

import dev.tulle.core.memo.SortedMaps;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.ParentStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;

/// The Gateways that are parents of every route that asks for default ones, as if it named each.
/// One that it names itself it has as it names it.
record DefaultGateways(List<ObjectName> names) {

  static final String FIELD = "spec.useDefaultGateways";

  private static final String SCOPE = "All";

  DefaultGateways {
    names = List.copyOf(names);
  }

  /// Those of others count, too, for what is said of a route.
  static DefaultGateways of(SortedMap<ObjectName, ReadGateway> gateways) {
    return new DefaultGateways(
        gateways.values().stream().filter(ReadGateway::isDefault).map(ReadGateway::name).toList());
  }

  static boolean isAsked(String scope) {
    return scope.equals(SCOPE);
  }

  SortedMap<ObjectName, ReadRoute> join(SortedMap<ObjectName, ReadRoute> routes) {
    return names.isEmpty() || routes.values().stream().noneMatch(ReadRoute::usesDefaults)
        ? routes
        : SortedMaps.mapValues(routes, (name, route) -> join(route));
  }

  private ReadRoute join(ReadRoute route) {
    if (!route.usesDefaults()) {
      return route;
    }
    var parents = new ArrayList<>(route.parents());
    for (var gateway : names) {
      if (parents.stream().noneMatch(parent -> parent.object().equals(gateway))) {
        parents.add(parent(gateway));
      }
    }
    return new ReadRoute(
        route.name(), parents, route.usesDefaults(), route.rules(), route.services());
  }

  private static Parent parent(ObjectName gateway) {
    var reference =
        new ParentStatus.Reference(
            GatewayApi.GROUP,
            gateway.kind(),
            Optional.of(gateway.namespace()),
            gateway.name(),
            Optional.empty(),
            OptionalInt.empty());
    return new Parent(FIELD, reference, gateway);
  }
}
