package dev.tulle.core.ir;

import dev.tulle.core.name.ObjectName;
import java.util.List;
import java.util.Set;

/// Proxies that answer to the outside: those of a Gateway, or of an IngressClass for all Ingresses
/// of that class. `origins` are the objects that decided its listeners.
public record Gateway(ObjectName name, List<Listener> listeners, Set<ObjectName> origins) {

  public Gateway {
    listeners = List.copyOf(listeners);
    origins = Set.copyOf(origins);
  }
}
