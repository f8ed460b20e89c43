package dev.tulle.core.ingress;

import dev.tulle.core.certificate.TlsSecret;
import dev.tulle.core.ingress.IngressClasses.Verdict;
import dev.tulle.core.ir.Gateway;
import dev.tulle.core.ir.Listener;
import dev.tulle.core.ir.MeshService;
import dev.tulle.core.ir.RouteTable;
import dev.tulle.core.memo.Memo;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.GatewayAddress;
import dev.tulle.core.status.ObjectStatus;
import dev.tulle.core.status.StatusDetail;
import dev.tulle.core.world.Kind;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Resolves all Ingresses into one gateway. The order of claims is: creation time, where there is
/// one, then namespace and name.
public final class IngressResolution {

  private static final Comparator<ReadIngress> OLDEST_FIRST =
      Comparator.comparing((ReadIngress ingress) -> ingress.created().isEmpty())
          .thenComparing(ReadIngress::created)
          .thenComparing(ReadIngress::name);

  /// All that the result follows from. `addresses` are where clients reach the gateway.
  public record Input(
      IngressGateway gateway,
      List<GatewayAddress> addresses,
      SortedMap<ObjectName, Ingress> ingresses,
      SortedMap<ObjectName, IngressClass> classes,
      SortedMap<ObjectName, MeshService> services,
      SortedMap<ObjectName, Secret> secrets) {}

  private final Input input;
  private final Judgement judgement = new Judgement();
  private final SortedMap<ObjectName, ObjectStatus> statuses = new TreeMap<>();
  private final RouteTable.Id tableId;
  private final Backends backends;
  private final RouteClaims routes;

  private IngressResolution(Input input) {
    this.input = input;
    this.tableId = new RouteTable.Id.OfGateway(input.gateway().name());
    this.backends = new Backends(input.services(), judgement);
    this.routes = new RouteClaims(judgement, backends);
  }

  public static IngressMesh resolve(Input input, Memo memo) {
    var read = memo.each("ingress", input.ingresses(), IngressReader::read);
    return new IngressResolution(input).run(read, memo);
  }

  private IngressMesh run(SortedMap<ObjectName, ReadIngress> read, Memo memo) {
    var classes = new IngressClasses(input.gateway().name().name(), input.classes());
    classes.statuses().forEach(status -> statuses.put(status.object(), status));
    var ours = ours(read, classes);
    ours.forEach(ingress -> ingress.findings().forEach(judgement::add));
    for (var ingress : ours) {
      ingress.hosts().forEach((host, field) -> routes.owns(ingress.name(), host, field));
      ingress.rules().forEach(rule -> routes.rule(ingress.name(), rule));
    }
    ours.forEach(routes::byDefault);
    var secrets = memo.each("tls-secret", secretsOf(ours), TlsSecret::read);
    var tls = new TlsClaims(secrets, judgement, routes, tableId);
    for (var ingress : ours) {
      ingress.tls().forEach(entry -> tls.entry(ingress.name(), entry));
    }
    var table = new RouteTable(tableId, routes.hosts());
    ours.forEach(
        ingress ->
            statuses.put(
                ingress.name(),
                IngressStatus.of(ingress, judgement.of(ingress.name()), secrets, detail())));
    return new IngressMesh(gateway(ours, tls, table), backends.usedBy(), statuses, secrets);
  }

  private StatusDetail detail() {
    return input
        .gateway()
        .service()
        .<StatusDetail>map(service -> new StatusDetail.LoadBalancer(service, input.addresses()))
        .orElseGet(StatusDetail.None::new);
  }

  private List<ReadIngress> ours(SortedMap<ObjectName, ReadIngress> read, IngressClasses classes) {
    var ours = new ArrayList<ReadIngress>();
    for (var ingress : read.values()) {
      switch (classes.verdict(ingress.classChoice())) {
        case Verdict.Ours() -> ours.add(ingress);
        case Verdict.Others(var message) ->
            statuses.put(ingress.name(), IngressStatus.others(ingress.name(), message));
        case Verdict.Nobodys nobodys ->
            statuses.put(ingress.name(), IngressStatus.nobodys(ingress.name(), nobodys));
      }
    }
    ours.sort(OLDEST_FIRST);
    return ours;
  }

  private SortedMap<ObjectName, Secret> secretsOf(List<ReadIngress> ours) {
    var named = new TreeMap<ObjectName, Secret>();
    for (var ingress : ours) {
      for (var entry : ingress.tls()) {
        if (!entry.secret().isEmpty()) {
          var name = Kind.SECRET.named(ingress.name().namespace(), entry.secret());
          var secret = input.secrets().get(name);
          if (secret != null) {
            named.put(name, secret);
          }
        }
      }
    }
    return named;
  }

  private Gateway gateway(List<ReadIngress> ours, TlsClaims tls, RouteTable table) {
    var settings = input.gateway();
    var listeners = new ArrayList<Listener>();
    listeners.add(
        new Listener(
            settings.addresses(), settings.httpPort(), new Listener.Traffic.Http(tableId)));
    var tlsHosts = tls.hosts();
    var origins = new HashSet<ObjectName>();
    if (!tlsHosts.isEmpty()) {
      listeners.add(
          new Listener(
              settings.addresses(), settings.httpsPort(), new Listener.Traffic.Tls(tlsHosts)));
      ours.stream().filter(i -> !i.tls().isEmpty()).forEach(i -> origins.add(i.name()));
    }
    return new Gateway(
        settings.name(),
        listeners,
        List.of(table),
        backends.clusters(),
        tls.certificates(),
        Collections.emptySortedMap(),
        Optional.empty(),
        origins);
  }
}
