package dev.tulle.core.compile;

import dev.tulle.core.certificate.SecretStatus;
import dev.tulle.core.certificate.TlsSecret;
import dev.tulle.core.discovery.ClientAddresses;
import dev.tulle.core.discovery.Destinations;
import dev.tulle.core.discovery.Injection;
import dev.tulle.core.discovery.Selectors;
import dev.tulle.core.discovery.ServiceView;
import dev.tulle.core.discovery.Services;
import dev.tulle.core.discovery.SliceStatus;
import dev.tulle.core.discovery.Workloads;
import dev.tulle.core.gateway.GatewayInput;
import dev.tulle.core.gateway.GatewayMesh;
import dev.tulle.core.gateway.GatewayResolution;
import dev.tulle.core.gateway.MeshRoutes;
import dev.tulle.core.gateway.MeshRouting;
import dev.tulle.core.ingress.IngressMesh;
import dev.tulle.core.ingress.IngressResolution;
import dev.tulle.core.ir.Destination;
import dev.tulle.core.ir.Endpoint;
import dev.tulle.core.ir.Gateway;
import dev.tulle.core.ir.Mesh;
import dev.tulle.core.ir.MeshService;
import dev.tulle.core.ir.Reach;
import dev.tulle.core.ir.Upstream;
import dev.tulle.core.ir.Workload;
import dev.tulle.core.memo.Ascending;
import dev.tulle.core.memo.Memo;
import dev.tulle.core.memo.SortedMaps;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.GatewayAddress;
import dev.tulle.core.status.ObjectStatus;
import dev.tulle.core.world.Kind;
import dev.tulle.core.world.PodRecord;
import dev.tulle.core.world.World;
import io.fabric8.kubernetes.api.model.Namespace;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/// Compiles a World: services, then Ingresses and Gateways, then endpoints and what is said of
/// them. Keeps what it computed, so that the next World costs what changed; the result is the same
/// as a new compiler's. For one thread.
public final class Compiler {

  private static final SortedMap<Integer, ObjectName> NO_ROUTES =
      Collections.unmodifiableSortedMap(new TreeMap<>());

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
            "services",
            world.all(Kind.SERVICE),
            all ->
                memo.each(
                    "service", SortedMaps.mapValues(all, Services.Input::new), Services::read));
    var ingress =
        memo.get(
            "ingresses",
            new IngressResolution.Input(
                settings.ingress(),
                ingressAddresses(world),
                world.all(Kind.INGRESS),
                world.all(Kind.INGRESS_CLASS),
                services,
                world.all(Kind.SECRET)),
            input -> IngressResolution.resolve(input, memo));
    var gateways =
        memo.get(
            "gateways",
            GatewayInput.of(settings.gateways(), world, services),
            input -> GatewayResolution.resolve(input, memo));
    var all = memo.get("all-gateways", new AllGateways(ingress, gateways), AllGateways::all);
    var routing =
        memo.get(
            "mesh-routes",
            new MeshRoutes.Input(
                services,
                ofMesh(world, Kind.HTTP_ROUTE),
                ofMesh(world, Kind.GRPC_ROUTE),
                world.all(Kind.REFERENCE_GRANT)),
            MeshRoutes::resolve);
    var usedBy =
        memo.get(
            "used-by",
            new Users(ingress.usedBy(), gateways.usedBy(), routing.usedBy()),
            Users::all);
    var routed = memo.get("routed-services", routing.routes(), MeshRouting::byService);
    var views =
        memo.each("service-view", views(world, services, usedBy, routed), ServiceView::resolve);
    var destinations = destinations(services, routing);
    var mesh =
        new Mesh(
            settings.clusterDomain(),
            all,
            endpoints(memo.get("upstreams", all, Compiler::upstreams), views),
            workloads(world, services),
            destinations,
            reach(destinations, views),
            routing.routes());
    var ofRoutes = routing.joined(gateways.statuses());
    return new Compilation(mesh, statuses(world, ingress, gateways, ofRoutes, views));
  }

  private SortedMap<Destination.Id, Destination> destinations(
      SortedMap<ObjectName, MeshService> services, MeshRouting routing) {
    var declared = memo.get("destinations", services, Destinations::of);
    return memo.get(
        "routed-destinations",
        new Destinations.Routed(declared, routing.routes().keySet()),
        Destinations::routed);
  }

  /// Routes that may be attached to Services.
  private <T> SortedMap<ObjectName, T> ofMesh(World world, Kind<T> kind) {
    return settings.gateways().mesh() ? world.all(kind) : Collections.emptySortedMap();
  }

  private List<GatewayAddress> ingressAddresses(World world) {
    return settings
        .ingress()
        .service()
        .flatMap(name -> world.get(Kind.SERVICE, name.namespace(), name.name()))
        .map(ClientAddresses::of)
        .orElse(List.of());
  }

  private static SortedMap<ObjectName, ServiceView.Input> views(
      World world,
      SortedMap<ObjectName, MeshService> services,
      SortedMap<ObjectName, ObjectName> users,
      SortedMap<ObjectName, SortedMap<Integer, ObjectName>> routed) {
    var usedBy = new Ascending<>(users);
    return SortedMaps.mapValues(
        services,
        (name, service) ->
            new ServiceView.Input(
                service,
                world.slicesOf(name),
                Optional.ofNullable(usedBy.get(name)),
                routed.getOrDefault(name, NO_ROUTES)));
  }

  private static SortedMap<Upstream, List<Endpoint>> endpoints(
      SortedMap<Upstream, Upstream> upstreams, SortedMap<ObjectName, ServiceView> views) {
    var byService = new Ascending<>(views);
    return SortedMaps.mapValues(
        upstreams,
        (upstream, same) -> {
          // only what exists is sent to
          var view = Objects.requireNonNull(byService.get(upstream.port().service()));
          return view.endpoints().of(upstream);
        });
  }

  /// What any gateway sends to, each by itself.
  private static SortedMap<Upstream, Upstream> upstreams(SortedMap<ObjectName, Gateway> gateways) {
    var all = new TreeMap<Upstream, Upstream>();
    gateways.values().stream()
        .flatMap(Gateway::upstreams)
        .forEach(upstream -> all.put(upstream, upstream));
    return all;
  }

  /// By Service, an object that leads to it: a route of a Gateway, else an Ingress, else a route of
  /// the mesh.
  private record Users(
      SortedMap<ObjectName, ObjectName> ingresses,
      SortedMap<ObjectName, ObjectName> gateways,
      SortedMap<ObjectName, ObjectName> mesh) {

    SortedMap<ObjectName, ObjectName> all() {
      var all = new TreeMap<>(mesh);
      all.putAll(ingresses);
      all.putAll(gateways);
      return all;
    }
  }

  private record AllGateways(IngressMesh ingress, GatewayMesh gateways) {

    SortedMap<ObjectName, Gateway> all() {
      var all = new TreeMap<>(gateways.gateways());
      all.put(ingress.gateway().name(), ingress.gateway());
      return all;
    }

    SortedMap<ObjectName, TlsSecret> secrets() {
      var all = new TreeMap<>(ingress.secrets());
      all.putAll(gateways.secrets());
      return all;
    }
  }

  private static SortedMap<Destination.Id, Reach> reach(
      SortedMap<Destination.Id, Destination> destinations,
      SortedMap<ObjectName, ServiceView> views) {
    var byService = new Ascending<>(views);
    return SortedMaps.mapValues(
        destinations,
        (id, destination) ->
            Objects.requireNonNull(byService.get(id.port().service())).endpoints().of(id));
  }

  private record WorkloadsInput(
      SortedMap<ObjectName, PodRecord> pods,
      SortedMap<ObjectName, Injection.Said> namespaces,
      SortedMap<String, Selectors> selectors) {}

  private SortedMap<ObjectName, Workload> workloads(
      World world, SortedMap<ObjectName, MeshService> services) {
    var namespaces = memo.each("namespace", world.all(Kind.NAMESPACE), Injection.Said::of);
    var selectors = memo.get("selectors", services, Selectors::of);
    return memo.get(
        "workloads",
        new WorkloadsInput(world.all(Kind.POD), namespaces, selectors),
        this::workloads);
  }

  private SortedMap<ObjectName, Workload> workloads(WorkloadsInput all) {
    var inputs =
        SortedMaps.mapValues(
            all.pods(),
            (name, pod) ->
                new Workloads.Input(
                    pod,
                    all.namespaces()
                        .getOrDefault(
                            Kind.NAMESPACE.named("", name.namespace()), Injection.Said.NOTHING),
                    all.selectors().getOrDefault(name.namespace(), Selectors.NONE)));
    var workloads = new TreeMap<>(memo.each("workload", inputs, Workloads::read));
    all.pods().values().stream()
        .filter(pod -> pod.addresses().isEmpty())
        .forEach(pod -> workloads.remove(pod.name()));
    return workloads;
  }

  private SortedMap<ObjectName, ObjectStatus> statuses(
      World world,
      IngressMesh ingress,
      GatewayMesh gateways,
      SortedMap<ObjectName, ObjectStatus> ofGatewayApi,
      SortedMap<ObjectName, ServiceView> views) {
    // in the order of the names of their kinds: EndpointSlice, Ingress, IngressClass, Namespace, …
    var statuses =
        SortedMaps.concat(
            List.of(
                sliceStatuses(world, views),
                ingress.statuses(),
                memo.get("namespaces-judged", world.all(Kind.NAMESPACE), Compiler::judgeNamespaces),
                memo.get("pods-judged", world.all(Kind.POD), Compiler::judgePods),
                secretStatuses(ingress, gateways),
                SortedMaps.mapValues(views, (name, view) -> view.status())));
    if (ofGatewayApi.isEmpty()) {
      return statuses;
    }
    var all = new TreeMap<>(statuses);
    all.putAll(ofGatewayApi);
    return all;
  }

  /// Apart from the rest, since time counts here; without a time, dates are not judged.
  private SortedMap<ObjectName, ObjectStatus> secretStatuses(
      IngressMesh ingress, GatewayMesh gateways) {
    var secrets = memo.get("all-secrets", new AllGateways(ingress, gateways), AllGateways::secrets);
    var time = now.get();
    return SortedMaps.mapValues(secrets, (name, secret) -> SecretStatus.of(name, secret, time));
  }

  private static SortedMap<ObjectName, ObjectStatus> judgeNamespaces(
      SortedMap<ObjectName, Namespace> namespaces) {
    return judged(namespaces, Injection.Said::of);
  }

  private static SortedMap<ObjectName, ObjectStatus> judgePods(
      SortedMap<ObjectName, PodRecord> pods) {
    // what made the others is told itself, once
    var single = new TreeMap<>(pods);
    single.values().removeIf(PodRecord::owned);
    return judged(single, Injection.Said::of);
  }

  /// Of objects that say something about the mesh that means nothing.
  private static <T> SortedMap<ObjectName, ObjectStatus> judged(
      SortedMap<ObjectName, T> objects, Function<T, Injection.Said> said) {
    var statuses = new TreeMap<ObjectName, ObjectStatus>();
    objects.forEach(
        (name, object) ->
            Injection.judge(name, said.apply(object))
                .ifPresent(
                    finding ->
                        statuses.put(name, new ObjectStatus(name, List.of(), List.of(finding)))));
    return statuses;
  }

  /// Of slices with which something is wrong; those of Services that exist are known already.
  private static SortedMap<ObjectName, ObjectStatus> sliceStatuses(
      World world, SortedMap<ObjectName, ServiceView> views) {
    var statuses = new TreeMap<ObjectName, ObjectStatus>();
    int judged = 0;
    for (var view : views.values()) {
      judged += view.slices();
      view.badSlices().forEach(status -> statuses.put(status.object(), status));
    }
    var slices = world.all(Kind.ENDPOINT_SLICE);
    if (judged < slices.size()) {
      for (var slice : slices.values()) {
        if (slice.service().isEmpty() || !views.containsKey(slice.serviceName())) {
          statuses.put(slice.name(), SliceStatus.judge(slice, Optional.empty()));
        }
      }
    }
    return statuses;
  }
}
