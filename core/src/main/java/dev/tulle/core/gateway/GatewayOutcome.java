package dev.tulle.core.gateway;

import dev.tulle.core.crd.ProxyParameters;
import dev.tulle.core.ir.Gateway;
import dev.tulle.core.ir.Infrastructure;
import dev.tulle.core.ir.Listener;
import dev.tulle.core.ir.MeshService;
import dev.tulle.core.ir.RouteTable;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.ObjectStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a Gateway becomes with all that is attached to it; what is said of it and its ListenerSets;
/// and what routes are told that share a listener with others.
record GatewayOutcome(Gateway gateway, List<ObjectStatus> statuses, List<Finding> lost) {

  /// A Gateway's proxies have network namespaces of their own.
  private static final List<String> EVERYWHERE = List.of("0.0.0.0");

  /// All that the outcome follows from.
  record Input(
      ReadGateway gateway,
      GatewayListeners listeners,
      SortedMap<ListenerId, List<Attached>> attached,
      SortedMap<ObjectName, MeshService> services,
      BackendPolicies policies,
      Referents referents,
      Parameters parameters,
      GatewayAddresses addresses) {}

  GatewayOutcome {
    statuses = List.copyOf(statuses);
    lost = List.copyOf(lost);
  }

  /// One port of one transport.
  private record Bound(int port, boolean datagrams) implements Comparable<Bound> {
    @Override
    public int compareTo(Bound other) {
      int byPort = Integer.compare(port, other.port);
      return byPort != 0 ? byPort : Boolean.compare(datagrams, other.datagrams);
    }
  }

  static GatewayOutcome resolve(Input input) {
    var name = input.gateway().name();
    var certificate = ClientCertificate.resolve(input.gateway(), input.referents());
    var clusters = new GatewayClusters(input.services(), input.policies(), certificate);
    var status = new GatewayStatuses(input, certificate.wrong());
    var listeners = new ArrayList<Listener>();
    var tables = new ArrayList<RouteTable>();
    var lost = new ArrayList<Finding>();
    byPort(input.listeners())
        .forEach(
            (bound, each) -> {
              var traffic =
                  new PortTraffic(name, bound.port(), input.attached(), clusters::terminated);
              listeners.add(new Listener(EVERYWHERE, bound.port(), traffic.of(each)));
              tables.addAll(traffic.tables());
              lost.addAll(traffic.lost());
            });
    var used = clusters.of(listeners, tables);
    var secrets = new GatewaySecrets(input, listeners, used);
    var gateway =
        new Gateway(
            name,
            listeners,
            tables,
            used,
            secrets.certificates(),
            secrets.trusts(),
            status.isAccepted() ? infrastructure(input) : Optional.empty(),
            origins(input));
    return new GatewayOutcome(gateway, status.all(), lost);
  }

  private static SortedMap<Bound, List<JudgedListener>> byPort(GatewayListeners listeners) {
    var byPort = new TreeMap<Bound, List<JudgedListener>>();
    for (var each : listeners.all()) {
      if (each.isThere()) {
        boolean datagrams = each.protocol().orElseThrow() == ListenerProtocol.UDP;
        byPort
            .computeIfAbsent(new Bound(each.read().port(), datagrams), key -> new ArrayList<>())
            .add(each);
      }
    }
    return byPort;
  }

  private static Optional<Infrastructure> infrastructure(Input input) {
    var gateway = input.gateway();
    var parameters =
        input.parameters() instanceof Parameters.Valid(var valid) ? valid : ProxyParameters.NONE;
    var addresses =
        gateway.addresses().stream()
            .filter(address -> address.type().equals("IPAddress") && !address.value().isEmpty())
            .map(ReadGateway.Address::value)
            .toList();
    return Optional.of(
        new Infrastructure(
            gateway.className(), gateway.labels(), gateway.annotations(), addresses, parameters));
  }

  private static Set<ObjectName> origins(Input input) {
    var origins = new HashSet<ObjectName>();
    origins.add(input.gateway().name());
    input.listeners().all().forEach(each -> origins.add(each.id().owner()));
    input.attached().values().stream()
        .flatMap(List::stream)
        .filter(each -> each.route().rules() instanceof ReadRoute.Rules.Connections)
        .forEach(each -> origins.add(each.route().name()));
    return origins;
  }
}
