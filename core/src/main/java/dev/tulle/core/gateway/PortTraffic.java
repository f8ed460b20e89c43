package dev.tulle.core.gateway;

import dev.tulle.core.gateway.HttpHosts.OfListener;
import dev.tulle.core.gateway.JudgedListener.Tls;
import dev.tulle.core.ir.HostMatch;
import dev.tulle.core.ir.Listener.TlsHost;
import dev.tulle.core.ir.Listener.Traffic;
import dev.tulle.core.ir.Portion;
import dev.tulle.core.ir.RouteTable;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// Makes of the listeners of one port, and what is attached to them, what the port does. Lives as
/// long as that takes.
final class PortTraffic {

  private final ObjectName gateway;
  private final int port;
  private final Map<ListenerId, List<Attached>> attached;
  private final UnaryOperator<Portion> terminated;
  private final List<RouteTable> tables = new ArrayList<>();
  private final Conflicts conflicts = new Conflicts();

  /// `terminated` is what becomes of a portion whose connections come out of TLS.
  PortTraffic(
      ObjectName gateway,
      int port,
      Map<ListenerId, List<Attached>> attached,
      UnaryOperator<Portion> terminated) {
    this.gateway = gateway;
    this.port = port;
    this.attached = attached;
    this.terminated = terminated;
  }

  /// The route tables that are named.
  List<RouteTable> tables() {
    return tables;
  }

  /// What is told to routes that another one goes before.
  List<Finding> lost() {
    return conflicts.findings();
  }

  /// Of listeners that are all there and fit each other.
  Traffic of(List<JudgedListener> listeners) {
    return switch (listeners.getFirst().protocol().orElseThrow()) {
      case HTTP -> {
        var table =
            HttpHosts.ofPort(gateway, port, listeners.stream().map(this::http).toList(), conflicts);
        tables.add(table);
        yield new Traffic.Http(table.id());
      }
      case HTTPS, TLS -> new Traffic.Tls(tls(listeners));
      case TCP -> new Traffic.Tcp(oldest(listeners.getFirst()));
      case UDP -> new Traffic.Udp(oldest(listeners.getFirst()));
    };
  }

  private OfListener http(JudgedListener listener) {
    var routes = new ArrayList<HttpHosts.Attached>();
    for (var each : of(listener)) {
      if (each.route().rules() instanceof ReadRoute.Rules.Http(var rules)) {
        routes.add(new HttpHosts.Attached(rules, each.hosts()));
      }
    }
    return new OfListener(listener.host(), routes);
  }

  private List<Attached> of(JudgedListener listener) {
    return attached.getOrDefault(listener.id(), List.of());
  }

  private List<TlsHost> tls(List<JudgedListener> listeners) {
    var claimed = new HashSet<HostMatch>();
    listeners.forEach(listener -> claimed.add(listener.host()));
    var hosts = new TreeMap<HostMatch, TlsHost>();
    for (var listener : listeners) {
      if (listener.isInForce()) {
        switch (listener.protocol().orElseThrow()) {
          case HTTPS -> https(listener, listeners).ifPresent(h -> hosts.put(h.host(), h));
          case TLS -> connections(listener, claimed).forEach(h -> hosts.put(h.host(), h));
          case HTTP, TCP, UDP -> throw new IllegalStateException("conflicts: " + listener.id());
        }
      }
      hosts.putIfAbsent(listener.host(), new TlsHost.Refuse(listener.host()));
    }
    return List.copyOf(hosts.values());
  }

  private Optional<TlsHost> https(JudgedListener listener, List<JudgedListener> all) {
    if (!(listener.tls() instanceof Tls.Terminated(var tls))) {
      return Optional.empty();
    }
    var others =
        all.stream()
            .filter(each -> each.protocol().orElseThrow() == ListenerProtocol.HTTPS)
            .map(JudgedListener::host)
            .filter(host -> !host.equals(listener.host()))
            .toList();
    var table = HttpHosts.ofHost(gateway, port, http(listener), others, conflicts);
    tables.add(table);
    return Optional.of(new TlsHost.Terminate(listener.host(), tls, table.id()));
  }

  /// A host belongs to the listener that names it most exactly, and there to its oldest route.
  private List<TlsHost> connections(JudgedListener listener, Set<HostMatch> claimed) {
    var byHost = new TreeMap<HostMatch, Attached>();
    for (var each : oldestFirst(listener)) {
      for (var host : each.hosts()) {
        var owner = Hostnames.covering(host).stream().filter(claimed::contains).findFirst();
        if (owner.isPresent() && owner.get().equals(listener.host())) {
          var first = byHost.putIfAbsent(host, each);
          if (first != null) {
            lost(each, first, "the host " + host + " on " + listener.id());
          }
        }
      }
    }
    return byHost.entrySet().stream()
        .map(each -> connections(listener, each.getKey(), portions(each.getValue())))
        .toList();
  }

  private TlsHost connections(JudgedListener listener, HostMatch host, List<Portion> portions) {
    return switch (listener.tls()) {
      case Tls.Untouched() -> new TlsHost.Passthrough(host, portions);
      case Tls.Terminated(var tls) ->
          new TlsHost.TerminateTcp(host, tls, portions.stream().map(terminated).toList());
      case Tls.Unusable() -> new TlsHost.Refuse(host);
    };
  }

  private List<Portion> oldest(JudgedListener listener) {
    var routes = oldestFirst(listener);
    routes.stream()
        .skip(1)
        .forEach(each -> lost(each, routes.getFirst(), listener.id().toString()));
    return routes.isEmpty() ? List.of() : portions(routes.getFirst());
  }

  private List<Attached> oldestFirst(JudgedListener listener) {
    return of(listener).stream().sorted(Attached.OLDEST_FIRST).toList();
  }

  private static List<Portion> portions(Attached route) {
    return switch (route.route().rules()) {
      case ReadRoute.Rules.Connections(var rules) -> rules.portions();
      case ReadRoute.Rules.Http _ -> List.of();
    };
  }

  private void lost(Attached loser, Attached winner, String what) {
    conflicts.lost(loser.route().name(), winner.route().name(), "spec.parentRefs", what);
  }
}
