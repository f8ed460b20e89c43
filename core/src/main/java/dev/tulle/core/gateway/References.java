package dev.tulle.core.gateway;

import dev.tulle.core.ir.Backend;
import dev.tulle.core.ir.Protocol;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import java.util.Optional;

/// What the objects of one parent refer to: whether it exists, and whether it may be referred to.
public interface References {

  /// `undeclared` is what is spoken with the backend where nothing says what it speaks; a route of
  /// a kind that needs another protocol than the backend has is a problem too.
  Resolved backend(ObjectName from, BackendReference reference, Protocol undeclared);

  /// The policy that says how requests are sent to a Service, where there is one.
  Optional<TrafficPolicy> traffic(ObjectName service);

  /// The backend, which is `Invalid` where there is a problem.
  record Resolved(Backend backend, Optional<Finding> problem) {}
}
