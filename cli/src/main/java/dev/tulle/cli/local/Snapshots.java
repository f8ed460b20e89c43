package dev.tulle.cli.local;

import dev.tulle.cli.instance.Instance;
import dev.tulle.cli.local.controller.Replicas;
import dev.tulle.cli.status.StatusSnapshot;
import dev.tulle.core.discovery.ServiceEndpoints;
import dev.tulle.core.discovery.Services;
import dev.tulle.core.manifest.FileFinding;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Condition;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.ObjectStatus;
import dev.tulle.core.world.SliceRecord;
import dev.tulle.core.xds.ResourceType;
import dev.tulle.core.xds.Resources;
import dev.tulle.core.xds.Scope;
import dev.tulle.server.loop.Published;
import dev.tulle.server.status.Programmed;
import dev.tulle.server.stream.ProxyState;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Puts together what a running folder looks like from outside: a pure function of what its parts
/// know.
final class Snapshots {

  /// What the parts know at one moment. `published` is missing until there is one; `problems` are
  /// those of the machine, not of the folder.
  record Parts(
      Instance instance,
      UpOptions options,
      StatusSnapshot.ControlPlane controlPlane,
      Reconciler.Turn turn,
      @Nullable Published published,
      Set<ObjectName> rendered,
      List<ProxyState> proxies,
      LongUnaryOperator pendingMillis,
      boolean gatewayRuns,
      List<FileFinding> problems) {}

  private static final String GATEWAY = "ingress";

  private final Parts parts;
  private final Map<ObjectName, List<SliceRecord>> slices;
  private final PodProxies podProxies;

  private Snapshots(Parts parts) {
    this.parts = parts;
    this.podProxies =
        PodProxies.of(parts.instance(), parts.turn().pods(), parts.proxies(), sequence());
    this.slices =
        Stream.concat(parts.turn().slices().stream(), written(parts))
            .collect(Collectors.groupingBy(SliceRecord::serviceName));
  }

  /// EndpointSlices that the folder itself has.
  private static Stream<SliceRecord> written(Parts parts) {
    return parts.turn().folder().inForce().values().stream()
        .map(object -> object.object())
        .filter(EndpointSlice.class::isInstance)
        .map(object -> SliceRecord.of((EndpointSlice) object));
  }

  static StatusSnapshot of(Parts parts) {
    return new Snapshots(parts).snapshot();
  }

  private StatusSnapshot snapshot() {
    var turn = parts.turn();
    return new StatusSnapshot(
        StatusSnapshot.SCHEMA,
        parts.instance().id(),
        parts.instance().folder().toString(),
        parts.controlPlane(),
        Stream.concat(Stream.of(ingress()), GatewayRows.of(parts.turn(), parts.proxies()).stream())
            .toList(),
        turn.outcome().replicas().entrySet().stream()
            .map(entry -> workload(entry.getKey(), entry.getValue()))
            .toList(),
        turn.pods().stream().map(pod -> PodRows.of(pod, podProxies.of(pod))).toList(),
        turn.services().services().stream().map(this::service).toList(),
        items(),
        parts.proxies().stream().map(this::proxy).toList(),
        warnings());
  }

  private StatusSnapshot.Gateway ingress() {
    var options = parts.options();
    var addresses = new ArrayList<String>();
    for (var address : options.allAddresses()) {
      var host = address.contains(":") ? "[" + address + "]" : address;
      addresses.add("http://" + host + ":" + options.http());
      if (servesTls()) {
        addresses.add("https://" + host + ":" + options.https());
      }
    }
    var published = parts.published();
    boolean ready =
        parts.gatewayRuns()
            && published != null
            && parts.proxies().stream().anyMatch(Snapshots::isGatewayInForce);
    return new StatusSnapshot.Gateway(GATEWAY, addresses, hosts(), ready);
  }

  private static boolean isGatewayInForce(ProxyState state) {
    return state.proxy().scope().equals(Membership.INGRESS) && state.settled() > 0;
  }

  private long sequence() {
    var published = parts.published();
    return published == null ? 0 : published.sequence();
  }

  private Stream<Ingress> ingresses() {
    return parts.turn().folder().inForce().values().stream()
        .map(object -> object.object())
        .filter(Ingress.class::isInstance)
        .map(Ingress.class::cast);
  }

  private boolean servesTls() {
    return ingresses().anyMatch(ingress -> !ingress.getSpec().getTls().isEmpty());
  }

  private List<String> hosts() {
    var hosts = new TreeSet<String>();
    ingresses()
        .flatMap(ingress -> ingress.getSpec().getRules().stream())
        .map(IngressRule::getHost)
        .filter(Objects::nonNull)
        .forEach(hosts::add);
    return List.copyOf(hosts);
  }

  private StatusSnapshot.Workload workload(ObjectName name, Replicas replicas) {
    var status = parts.turn().outcome().statuses().get(name);
    int restarts =
        parts.turn().pods().stream()
            .filter(pod -> PodRows.workload(pod).equals(name.kind() + "/" + name.name()))
            .filter(pod -> pod.getMetadata().getNamespace().equals(name.namespace()))
            .mapToInt(PodRows::restarts)
            .sum();
    return new StatusSnapshot.Workload(
        name.kind(),
        name.namespace(),
        name.name(),
        replicas.ready(),
        replicas.desired(),
        restarts,
        replicas.ready() >= replicas.desired() || status == null ? "" : why(status));
  }

  /// The first condition says how far a workload has come, and what is in its way.
  private static String why(ObjectStatus status) {
    return status.conditions().isEmpty() ? "" : status.conditions().getFirst().message();
  }

  private StatusSnapshot.Service service(Service service) {
    var metadata = service.getMetadata();
    var name = new ObjectName("Service", metadata.getNamespace(), metadata.getName());
    int ready = 0;
    int total = 0;
    var behind = new TreeSet<String>();
    var read = Services.read(new Services.Input(name, service));
    for (var slice : ServiceEndpoints.ofOneFamily(read, slices.getOrDefault(name, List.of()))) {
      total += slice.endpoints().size();
      ready += (int) slice.endpoints().stream().filter(SliceRecord.SliceEndpoint::ready).count();
      slice.endpoints().forEach(endpoint -> behind.add(endpoint.targetPod()));
    }
    behind.remove("");
    return new StatusSnapshot.Service(
        metadata.getNamespace(),
        metadata.getName(),
        Objects.requireNonNullElse(service.getSpec().getClusterIP(), ""),
        "ExternalName".equals(service.getSpec().getType())
            ? Objects.requireNonNullElse(service.getSpec().getExternalName(), "")
            : "",
        service.getSpec().getPorts().stream()
            .map(
                port ->
                    port.getPort() + "/" + Objects.requireNonNullElse(port.getProtocol(), "TCP"))
            .toList(),
        ready,
        total,
        List.copyOf(behind));
  }

  private StatusSnapshot.Proxy proxy(ProxyState state) {
    return new StatusSnapshot.Proxy(
        state.proxy().node().isEmpty() ? state.proxy().identity().toString() : state.proxy().node(),
        podProxies.pod(state),
        true,
        state.settled(),
        resources(state.proxy().scope()),
        parts.pendingMillis().applyAsLong(state.settled()),
        PodProxies.rejected(state));
  }

  private Map<String, Integer> resources(Scope scope) {
    var published = parts.published();
    var counts = new LinkedHashMap<String, Integer>();
    if (published != null) {
      var resources = published.resources().getOrDefault(scope, Resources.empty());
      for (var type : ResourceType.values()) {
        counts.put(type.name().toLowerCase(Locale.ROOT), resources.of(type).size());
      }
    }
    return counts;
  }

  private List<StatusSnapshot.Item> items() {
    var programmed = new Programmed(parts.rendered(), sequence(), parts.proxies());
    var statuses = statuses();
    var items = new ArrayList<StatusSnapshot.Item>();
    parts
        .turn()
        .folder()
        .inForce()
        .forEach(
            (name, object) -> {
              var conditions = new ArrayList<StatusSnapshot.Condition>();
              var status = statuses.get(name);
              if (status != null) {
                status.conditions().stream().map(Snapshots::shown).forEach(conditions::add);
              }
              programmed.of(name).map(Snapshots::shown).ifPresent(conditions::add);
              items.add(
                  new StatusSnapshot.Item(
                      name.kind(),
                      name.namespace(),
                      name.name(),
                      object.file(),
                      object.line(),
                      conditions));
            });
    return items;
  }

  private static StatusSnapshot.Condition shown(Condition condition) {
    var status =
        switch (condition.status()) {
          case TRUE -> "True";
          case FALSE -> "False";
          case UNKNOWN -> "Unknown";
        };
    return new StatusSnapshot.Condition(
        condition.type(), status, condition.reason(), condition.message());
  }

  /// Of the compiler, of the controllers, and of versions that are held back.
  private SortedMap<ObjectName, ObjectStatus> statuses() {
    var all = new TreeMap<ObjectName, ObjectStatus>();
    Stream.of(
            compiled().values(),
            parts.turn().outcome().statuses().values(),
            parts.turn().services().statuses())
        .flatMap(Collection::stream)
        .forEach(status -> all.merge(status.object(), status, Snapshots::both));
    return all;
  }

  private Map<ObjectName, ObjectStatus> compiled() {
    var published = parts.published();
    if (published == null) {
      return Map.of();
    }
    var all = new TreeMap<>(published.compilation().statuses());
    all.putAll(published.held());
    return all;
  }

  private static ObjectStatus both(ObjectStatus one, ObjectStatus other) {
    return new ObjectStatus(
        one.object(),
        Stream.concat(one.conditions().stream(), other.conditions().stream()).toList(),
        Stream.concat(one.findings().stream(), other.findings().stream()).toList());
  }

  private List<StatusSnapshot.Warning> warnings() {
    var folder = parts.turn().folder();
    var published = parts.published();
    var former =
        new FormerVersions(folder, published == null ? Set.of() : published.held().keySet());
    var findings = new TreeSet<FileFinding>(parts.problems());
    folder.findings().forEach(finding -> findings.add(former.ofFile(finding)));
    for (var status : statuses().values()) {
      status.findings().stream()
          .filter(finding -> !isToldByWorkload(finding))
          .forEach(finding -> findings.add(former.ofObject(folder.locate(finding))));
    }
    return findings.stream().map(Snapshots::warning).toList();
  }

  /// Here endpoints are pods of the folder: their workload's line says why they are not ready, and
  /// a selector that fits none has a finding of its own.
  private boolean isToldByWorkload(Finding finding) {
    return finding.reason().equals("NoReadyEndpoints")
        && parts.turn().slices().stream()
            .anyMatch(slice -> slice.serviceName().equals(finding.object()));
  }

  private static StatusSnapshot.Warning warning(FileFinding finding) {
    return new StatusSnapshot.Warning(
        finding.severity().name().toLowerCase(Locale.ROOT),
        finding.file(),
        finding.line(),
        finding.object().map(ObjectName::toString).orElse(""),
        finding.reason(),
        finding.messageSentence(),
        finding.cureSentence());
  }
}
