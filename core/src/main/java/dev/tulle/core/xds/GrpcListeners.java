package dev.tulle.core.xds;

import dev.tulle.core.ir.Destination;
import dev.tulle.core.ir.ServicePort;
import dev.tulle.core.name.ObjectName;
import io.envoyproxy.envoy.config.listener.v3.ApiListener;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// Renders what a gRPC client asks for by the name that it dials, as in `xds:///backend:50051`: a
/// listener for each name that a port of a Service has.
final class GrpcListeners {

  private static final int HTTP_PORT = 80;

  /// A name to dial and where it leads.
  record Named(String name, ServicePort port) {}

  private GrpcListeners() {}

  /// The names that every namespace may use.
  static SortedMap<String, Named> qualified(
      SortedMap<Destination.Id, Destination> destinations, String domain) {
    return named(
        destinations,
        service -> {
          var host = service.name() + "." + service.namespace();
          return List.of(host, host + ".svc", host + ".svc." + domain);
        });
  }

  /// The names that only the namespace of the Services may use.
  static SortedMap<String, Named> unqualified(
      SortedMap<Destination.Id, Destination> destinations, String namespace) {
    return named(
        destinations,
        service -> service.namespace().equals(namespace) ? List.of(service.name()) : List.of());
  }

  private static SortedMap<String, Named> named(
      SortedMap<Destination.Id, Destination> destinations,
      Function<ObjectName, List<String>> hosts) {
    var names = new TreeMap<String, Named>();
    var unnumbered = new HashMap<String, Destination>();
    for (var destination : destinations.values()) {
      var port = destination.id().port();
      for (var host : hosts.apply(port.service())) {
        var name = host + ":" + port.port();
        names.put(name, new Named(name, port));
        unnumbered.merge(host, destination, GrpcListeners::preferred);
      }
    }
    unnumbered.forEach((host, meant) -> names.put(host, new Named(host, meant.id().port())));
    return names;
  }

  /// What a name without a port means: 80, or else the Service's first port.
  private static Destination preferred(Destination one, Destination other) {
    if (one.id().port().port() == HTTP_PORT || other.id().port().port() == HTTP_PORT) {
      return one.id().port().port() == HTTP_PORT ? one : other;
    }
    return one.index() < other.index() ? one : other;
  }

  static Resource render(Named named) {
    var service = named.port().service();
    var manager =
        HttpConnectionManager.newBuilder()
            .setRds(
                Rds.newBuilder()
                    .setConfigSource(Protos.ADS)
                    .setRouteConfigName(Names.cluster(named.port())))
            .addAllHttpFilters(HttpFilters.OF_WORKLOADS);
    var message =
        Listener.newBuilder()
            .setName(named.name())
            .setMetadata(Provenance.of(service))
            .setApiListener(ApiListener.newBuilder().setApiListener(Protos.any(manager.build())))
            .build();
    return Resource.of(ResourceType.LISTENER, named.name(), message, Set.of(service));
  }
}
