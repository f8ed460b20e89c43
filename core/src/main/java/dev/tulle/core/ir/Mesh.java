package dev.tulle.core.ir;

import dev.tulle.core.name.ObjectName;
import java.util.List;
import java.util.SortedMap;

/// Everything that proxies are configured from. What a gateway names is here: each route table,
/// cluster and certificate; each cluster has a list of endpoints, which may be empty. The maps are
/// never changed.
public record Mesh(
    SortedMap<ObjectName, Gateway> gateways,
    List<RouteTable> routeTables,
    SortedMap<ServicePort, Cluster> clusters,
    SortedMap<ServicePort, List<Endpoint>> endpoints,
    SortedMap<ObjectName, Certificate> certificates,
    SortedMap<ObjectName, Workload> workloads) {

  public Mesh {
    routeTables = List.copyOf(routeTables);
  }
}
