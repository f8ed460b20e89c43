package dev.tulle.core.compile;

import dev.tulle.core.discovery.ServiceEndpoints;
import dev.tulle.core.discovery.ServiceStatus;
import dev.tulle.core.discovery.Services;
import dev.tulle.core.discovery.SliceStatus;
import dev.tulle.core.ingress.IngressMesh;
import dev.tulle.core.ingress.IngressResolution;
import dev.tulle.core.ir.Endpoint;
import dev.tulle.core.ir.Mesh;
import dev.tulle.core.ir.MeshService;
import dev.tulle.core.ir.ServicePort;
import dev.tulle.core.memo.Memo;
import dev.tulle.core.memo.SortedMaps;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.ObjectStatus;
import dev.tulle.core.world.Kind;
import dev.tulle.core.world.World;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Compiles a World: services, then Ingresses, then endpoints and what is said of them. Keeps what
/// it computed, so that the next World costs what changed; the result is the same as a new
/// compiler's. For one thread.
public final class Compiler {

  private final Settings settings;
  private final Supplier<Optional<Instant>> now;
  private final Memo memo = new Memo();

  /// Judges no dates, such as those of certificates.
  public Compiler(Settings settings) {
    this.settings = settings;
    this.now = Optional::empty;
  }

  public Compiler(Settings settings, InstantSource time) {
    this.settings = settings;
    this.now = () -> Optional.of(time.instant());
  }

  public Compilation compile(World world) {
    var services =
        memo.get(
            "services", world.all(Kind.SERVICE), all -> memo.each("service", all, Services::read));
    var ingress =
        memo.get(
            "ingresses",
            new IngressResolution.Input(
                settings.ingress(),
                world.all(Kind.INGRESS),
                world.all(Kind.INGRESS_CLASS),
                services,
                world.all(Kind.SECRET)),
            input -> IngressResolution.resolve(input, memo));
    var endpoints = memo.each("endpoints", withSlices(world, services), ServiceEndpoints::resolve);
    var mesh =
        new Mesh(
            new TreeMap<>(Map.of(ingress.gateway().name(), ingress.gateway())),
            List.of(ingress.routes()),
            ingress.clusters(),
            endpointsOf(ingress, endpoints),
            ingress.certificates());
    return new Compilation(mesh, statuses(world, services, ingress, endpoints));
  }

  private static SortedMap<ObjectName, ServiceEndpoints.Input> withSlices(
      World world, SortedMap<ObjectName, MeshService> services) {
    return SortedMaps.mapValues(
        services, (name, service) -> new ServiceEndpoints.Input(service, world.slicesOf(name)));
  }

  private static SortedMap<ServicePort, List<Endpoint>> endpointsOf(
      IngressMesh ingress, SortedMap<ObjectName, ServiceEndpoints> endpoints) {
    return SortedMaps.mapValues(
        ingress.clusters(),
        (port, cluster) -> {
          var ofService = endpoints.get(port.service());
          return ofService == null ? List.<Endpoint>of() : ofService.of(port.port());
        });
  }

  private SortedMap<ObjectName, ObjectStatus> statuses(
      World world,
      SortedMap<ObjectName, MeshService> services,
      IngressMesh ingress,
      SortedMap<ObjectName, ServiceEndpoints> endpoints) {
    var ofServices =
        SortedMaps.mapValues(
            services,
            (name, service) ->
                new ServiceStatus.Input(
                    service,
                    Objects.requireNonNull(endpoints.get(name)),
                    Optional.ofNullable(ingress.usedBy().get(name))));
    var ofSlices =
        SortedMaps.mapValues(
            world.all(Kind.ENDPOINT_SLICE),
            (name, slice) ->
                new SliceStatus.Input(
                    slice,
                    slice.service().isEmpty()
                        ? Optional.empty()
                        : Optional.ofNullable(services.get(slice.serviceName()))));
    // in the order of the names of their kinds: EndpointSlice, Ingress, IngressClass, Secret, …
    return SortedMaps.concat(
        List.of(
            memo.each("slice-status", ofSlices, SliceStatus::judge),
            ingress.statuses(),
            ingress.secretStatuses(now.get()),
            memo.each("service-status", ofServices, ServiceStatus::judge)));
  }
}
