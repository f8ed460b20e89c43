package dev.tulle.core.xds;

import dev.tulle.core.ir.Destination;
import dev.tulle.core.ir.Gateway;
import dev.tulle.core.ir.HostMatch;
import dev.tulle.core.ir.Listener;
import dev.tulle.core.ir.RouteTable;
import dev.tulle.core.ir.ServicePort;
import dev.tulle.core.name.ObjectName;

/// Every name that Envoy sees. Equal things have equal names in all versions of the configuration;
/// nothing ever reads a name back.
public final class Names {

  static final String OUTBOUND = "outbound";
  static final String INBOUND = "inbound";
  static final String PASSTHROUGH = "passthrough";

  private Names() {}

  /// Of the listener and the assignment, of each of which there is one; for gRPC clients of the
  /// route table and the cluster, too. A sidecar's cluster goes by it in statistics and logs.
  public static String destination(Destination.Id id) {
    var first = cluster(id.port());
    return id.other().map(family -> first + "/" + family).orElse(first);
  }

  public static String cluster(ServicePort port) {
    return "service/" + scoped(port.service()) + "/" + port.port();
  }

  public static String routeTable(RouteTable.Id id) {
    return switch (id) {
      case RouteTable.Id.OfGateway(var gateway) -> "gateway/" + scoped(gateway);
    };
  }

  public static String listener(Gateway gateway, Listener listener) {
    return "gateway/" + scoped(gateway.name()) + "/" + listener.port();
  }

  public static String virtualHost(HostMatch host) {
    return host.toString();
  }

  public static String certificate(ObjectName secret) {
    return "secret/" + scoped(secret);
  }

  private static String scoped(ObjectName name) {
    return name.namespace().isEmpty() ? name.name() : name.namespace() + "/" + name.name();
  }
}
