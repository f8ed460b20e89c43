package dev.tulle.core.ingress;

import dev.tulle.core.ir.Gateway;
import dev.tulle.core.memo.SortedMaps;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.ObjectStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;

/// All that follows from the Ingresses of a World: the part of the mesh, and what became of each
/// Ingress and IngressClass. `usedBy` has an Ingress for each Service that is sent to.
public record IngressMesh(
    Gateway gateway,
    SortedMap<ObjectName, ObjectName> usedBy,
    SortedMap<ObjectName, ObjectStatus> statuses,
    SortedMap<ObjectName, TlsSecret> secrets) {

  /// What became of each Secret whose certificate is to be shown. Apart from the rest, since time
  /// counts here; without a time, dates are not judged.
  public SortedMap<ObjectName, ObjectStatus> secretStatuses(Optional<Instant> now) {
    return SortedMaps.mapValues(secrets, (name, secret) -> SecretStatus.of(name, secret, now));
  }
}
