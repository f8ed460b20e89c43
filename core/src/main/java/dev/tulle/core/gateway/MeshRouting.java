package dev.tulle.core.gateway;

import dev.tulle.core.ir.PortRoutes;
import dev.tulle.core.ir.ServicePort;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.ObjectStatus;
import dev.tulle.core.status.ParentStatus;
import dev.tulle.core.status.StatusDetail;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What follows from the routes whose parents are Services: the routes of each port, and by route
/// what became of it with respect to each such parent.
public record MeshRouting(
    SortedMap<ServicePort, PortRoutes> routes,
    SortedMap<ObjectName, List<ParentStatus>> parents,
    SortedMap<ObjectName, List<Finding>> findings) {

  /// Of each Service, the ports with routes, and one route of each.
  public static SortedMap<ObjectName, SortedMap<Integer, ObjectName>> byService(
      SortedMap<ServicePort, PortRoutes> routes) {
    var all = new TreeMap<ObjectName, SortedMap<Integer, ObjectName>>();
    routes.forEach(
        (port, of) ->
            of.origin()
                .ifPresent(
                    route ->
                        all.computeIfAbsent(port.service(), key -> new TreeMap<>())
                            .put(port.port(), route)));
    return all;
  }

  /// By Service, a route that sends there.
  public SortedMap<ObjectName, ObjectName> usedBy() {
    var all = new TreeMap<ObjectName, ObjectName>();
    for (var of : routes.values()) {
      of.all()
          .forEach(
              route ->
                  route
                      .upstreams()
                      .forEach(each -> all.putIfAbsent(each.port().service(), route.origin())));
    }
    return all;
  }

  /// The statuses of routes with respect to other parents, and to these.
  public SortedMap<ObjectName, ObjectStatus> joined(SortedMap<ObjectName, ObjectStatus> others) {
    if (parents.isEmpty()) {
      return others;
    }
    var all = new TreeMap<>(others);
    parents.forEach((route, ours) -> all.put(route, joined(route, ours, others.get(route))));
    return all;
  }

  private ObjectStatus joined(
      ObjectName route, List<ParentStatus> ours, @Nullable ObjectStatus other) {
    var byParent = new ArrayList<ParentStatus>();
    var found = new LinkedHashSet<Finding>();
    if (other != null) {
      found.addAll(other.findings());
      if (other.detail() instanceof StatusDetail.ByParent(var theirs)) {
        byParent.addAll(theirs);
      }
    }
    byParent.addAll(ours);
    found.addAll(findings.getOrDefault(route, List.of()));
    return new ObjectStatus(
        route, List.of(), new StatusDetail.ByParent(byParent), List.copyOf(found));
  }
}
