package dev.tulle.core.ingress;

import dev.tulle.core.ir.Certificate;
import dev.tulle.core.ir.Cluster;
import dev.tulle.core.ir.Gateway;
import dev.tulle.core.ir.RouteTable;
import dev.tulle.core.ir.ServicePort;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.ObjectStatus;
import java.util.SortedMap;

/// All that follows from the Ingresses of a World: the part of the mesh, and what became of each
/// Ingress, IngressClass and Secret. `usedBy` has an Ingress for each Service that is sent to.
public record IngressMesh(
    Gateway gateway,
    RouteTable routes,
    SortedMap<ServicePort, Cluster> clusters,
    SortedMap<ObjectName, Certificate> certificates,
    SortedMap<ObjectName, ObjectName> usedBy,
    SortedMap<ObjectName, ObjectStatus> statuses) {}
