package dev.tulle.core.ir;

import dev.tulle.core.name.ObjectName;
import java.util.List;
import java.util.SortedMap;

/// Everything that proxies are configured from. What a gateway names is here: each route table,
/// cluster and certificate; each cluster has a list of endpoints, which may be empty. Workloads
/// reach `destinations`, and `reach` says for each of them which endpoints. The maps are never
/// changed.
public record Mesh(
    String clusterDomain,
    SortedMap<ObjectName, Gateway> gateways,
    List<RouteTable> routeTables,
    SortedMap<ServicePort, Cluster> clusters,
    SortedMap<ServicePort, List<Endpoint>> endpoints,
    SortedMap<ObjectName, Certificate> certificates,
    SortedMap<ObjectName, Workload> workloads,
    SortedMap<Destination.Id, Destination> destinations,
    SortedMap<Destination.Id, Reach> reach) {

  public Mesh {
    routeTables = List.copyOf(routeTables);
  }
}
