package dev.tulle.core.ir;

import dev.tulle.core.name.ObjectName;
import java.util.List;
import java.util.SortedMap;

/// Everything that proxies are configured from. Each upstream that a gateway sends to has a list of
/// endpoints, which may be empty. Workloads reach `destinations`, and `reach` says for each of them
/// which endpoints. A port that has `routes` is HTTP; what these send to is a destination. The maps
/// are never changed.
public record Mesh(
    String clusterDomain,
    SortedMap<ObjectName, Gateway> gateways,
    SortedMap<Upstream, List<Endpoint>> endpoints,
    SortedMap<ObjectName, Workload> workloads,
    SortedMap<Destination.Id, Destination> destinations,
    SortedMap<Destination.Id, Reach> reach,
    SortedMap<ServicePort, PortRoutes> routes) {}
