package dev.tulle.core.gateway;

import dev.tulle.core.certificate.TlsSecret;
import dev.tulle.core.ir.Gateway;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.ObjectStatus;
import java.util.SortedMap;

/// All that follows from the objects of the Gateway API: the Gateways of the mesh, and what became
/// of each object. `usedBy` has a route for each Service that one names. `secrets` are those that
/// some Gateway or listener names.
public record GatewayMesh(
    SortedMap<ObjectName, Gateway> gateways,
    SortedMap<ObjectName, ObjectName> usedBy,
    SortedMap<ObjectName, ObjectStatus> statuses,
    SortedMap<ObjectName, TlsSecret> secrets) {}
