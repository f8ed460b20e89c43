package dev.tulle.core.xds;

import dev.tulle.core.ir.Destination;
import dev.tulle.core.ir.HostMatch;
import dev.tulle.core.ir.Listener;
import dev.tulle.core.ir.Listener.Traffic;
import dev.tulle.core.ir.RouteTable;
import dev.tulle.core.ir.ServicePort;
import dev.tulle.core.ir.Trust;
import dev.tulle.core.ir.Upstream;
import dev.tulle.core.name.ObjectName;

/// Every name that Envoy sees. Equal things have equal names in all versions of the configuration;
/// nothing ever reads a name back.
public final class Names {

  static final String OUTBOUND = "outbound";
  static final String INBOUND = "inbound";
  static final String PASSTHROUGH = "passthrough";

  /// A cluster that there never is, as the place of a backend that cannot be used.
  static final String NOWHERE = "nowhere";

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

  /// Of the cluster and the assignment that a gateway has for an upstream.
  public static String cluster(Upstream upstream) {
    var port = cluster(upstream.port());
    return switch (upstream.protocol()) {
      case HTTP1 -> port;
      case HTTP2 -> port + "/http2";
      case UNDECLARED, TCP -> port + "/tcp";
      case HTTPS -> port + "/tls";
      case NOT_TCP -> port + "/udp";
    };
  }

  public static String routeTable(RouteTable.Id id) {
    return switch (id) {
      case RouteTable.Id.OfGateway(var gateway) -> "gateway/" + scoped(gateway);
      case RouteTable.Id.OfPort(var gateway, var port) -> "gateway/" + scoped(gateway) + "/" + port;
      case RouteTable.Id.OfHost(var gateway, var port, var host) ->
          "gateway/" + scoped(gateway) + "/" + port + "/" + host;
    };
  }

  public static String listener(ObjectName gateway, Listener listener) {
    var port = "gateway/" + scoped(gateway) + "/" + listener.port();
    return switch (listener.traffic()) {
      case Traffic.Http _, Traffic.Tls _, Traffic.Tcp _ -> port;
      case Traffic.Udp _ -> port + "/udp";
    };
  }

  public static String virtualHost(HostMatch host) {
    return host.toString();
  }

  public static String certificate(ObjectName secret) {
    return "secret/" + scoped(secret);
  }

  public static String trust(Trust.Id id) {
    var owner = "trust/" + id.owner().kind() + "/" + scoped(id.owner());
    return id.port() == 0 ? owner : owner + "/" + id.port();
  }

  private static String scoped(ObjectName name) {
    return name.namespace().isEmpty() ? name.name() : name.namespace() + "/" + name.name();
  }
}
