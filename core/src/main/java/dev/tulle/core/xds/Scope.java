package dev.tulle.core.xds;

import dev.tulle.core.name.ObjectName;

/// A class of proxies that are all sent the same resources.
public sealed interface Scope {

  /// The proxies of one gateway: of a Gateway object, or of an IngressClass for all the Ingresses
  /// it serves.
  record Gateway(ObjectName name) implements Scope {}
}
