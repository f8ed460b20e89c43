package dev.tulle.core.ingress;

import dev.tulle.core.certificate.TlsSecret;
import dev.tulle.core.ir.Gateway;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.ObjectStatus;
import java.util.SortedMap;

/// All that follows from the Ingresses of a World: the part of the mesh, and what became of each
/// Ingress and IngressClass. `usedBy` has an Ingress for each Service that is sent to;
/// `secrets` are those whose certificate is to be shown.
public record IngressMesh(
    Gateway gateway,
    SortedMap<ObjectName, ObjectName> usedBy,
    SortedMap<ObjectName, ObjectStatus> statuses,
    SortedMap<ObjectName, TlsSecret> secrets) {}
