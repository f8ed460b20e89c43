package dev.tulle.core.gateway;

import dev.tulle.core.ir.HostMatch;
import dev.tulle.core.ir.PathMatch;
import dev.tulle.core.ir.Route;
import dev.tulle.core.ir.RouteAction;
import dev.tulle.core.ir.RouteMatch;
import dev.tulle.core.ir.RouteTable;
import dev.tulle.core.ir.ServicePort;
import dev.tulle.core.ir.VirtualHost;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Given;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Makes route tables of what is attached to listeners. A host belongs to the listener that names
/// it most exactly, whether or not a route is attached there: never to another one.
public final class HttpHosts {

  private static final int MISDIRECTED = 421;
  private static final RouteMatch EVERYTHING = RouteMatch.of(PathMatch.ALL);

  /// A listener's host name and its routes; a listener without one is for any host.
  public record OfListener(HostMatch host, List<Attached> routes) {
    public OfListener {
      routes = List.copyOf(routes);
    }
  }

  /// A route with the hosts that it and the listener have in common.
  public record Attached(HttpRules rules, List<HostMatch> hosts) {
    public Attached {
      hosts = List.copyOf(hosts);
    }
  }

  private final ObjectName gateway;
  private final Locations locations;
  private final Set<HostMatch> claimed;
  private final Conflicts conflicts;

  private HttpHosts(
      ObjectName gateway, Locations locations, Set<HostMatch> claimed, Conflicts conflicts) {
    this.gateway = gateway;
    this.locations = locations;
    this.claimed = claimed;
    this.conflicts = conflicts;
  }

  /// All listeners of a port without TLS. Their hosts differ.
  static RouteTable ofPort(
      ObjectName gateway, int port, List<OfListener> listeners, Conflicts conflicts) {
    var claimed = listeners.stream().map(OfListener::host).collect(Collectors.toSet());
    var hosts = new HttpHosts(gateway, new Locations("http", port), claimed, conflicts);
    return new RouteTable(
        new RouteTable.Id.OfPort(gateway, port),
        listeners.stream().flatMap(hosts::of).sorted(VirtualHost.ORDER).toList());
  }

  /// A listener of a port with TLS; `others` are the hosts of the other ones. A request for one of
  /// these has come on a connection that was opened for another host, and its client is told so.
  static RouteTable ofHost(
      ObjectName gateway,
      int port,
      OfListener listener,
      List<HostMatch> others,
      Conflicts conflicts) {
    var claimed = new HashSet<>(others);
    claimed.add(listener.host());
    var hosts = new HttpHosts(gateway, new Locations("https", port), claimed, conflicts);
    return new RouteTable(
        new RouteTable.Id.OfHost(gateway, port, listener.host()),
        Stream.concat(hosts.of(listener), others.stream().distinct().map(hosts::misdirected))
            .sorted(VirtualHost.ORDER)
            .toList());
  }

  /// What is attached to a Service port, whatever host is asked for.
  static List<Route> ofPort(ServicePort port, List<HttpRules> rules, Conflicts conflicts) {
    var any = new HostMatch.Any();
    var attached = rules.stream().map(each -> new Attached(each, List.of(any))).toList();
    return new HttpHosts(port.service(), new Locations("http", port.port()), Set.of(), conflicts)
        .routes(any, Map.of(any, attached));
  }

  private Stream<VirtualHost> of(OfListener listener) {
    var byHost = new TreeMap<HostMatch, List<Attached>>();
    byHost.put(listener.host(), new ArrayList<>());
    for (var route : listener.routes()) {
      for (var host : route.hosts()) {
        byHost.computeIfAbsent(host, key -> new ArrayList<>()).add(route);
      }
    }
    return byHost.keySet().stream()
        .filter(host -> owner(host).equals(listener.host()))
        .map(host -> new VirtualHost(host, routes(host, byHost)));
  }

  /// The listener that names the host most exactly, by its own host.
  private HostMatch owner(HostMatch host) {
    return Hostnames.covering(host).stream().filter(claimed::contains).findFirst().orElse(host);
  }

  private VirtualHost misdirected(HostMatch host) {
    var route = new Route(EVERYTHING, List.of(), new RouteAction.Respond(MISDIRECTED), gateway);
    return new VirtualHost(host, List.of(route));
  }

  /// Of all routes that are for this host, those that name it most exactly first. What can never
  /// be reached is left out.
  private List<Route> routes(HostMatch host, Map<HostMatch, List<Attached>> byHost) {
    var attached = new HashSet<ObjectName>();
    var routes = new LinkedHashMap<RouteMatch, Route>();
    for (var named : Hostnames.covering(host)) {
      var fresh =
          byHost.getOrDefault(named, List.of()).stream()
              .filter(each -> attached.add(each.rules().route()))
              .flatMap(each -> Candidate.of(each.rules()))
              .sorted(Candidate.ORDER)
              .toList();
      var here = new HashMap<RouteMatch, ObjectName>();
      for (var candidate : fresh) {
        var first = here.putIfAbsent(candidate.match(), candidate.route());
        if (first != null) {
          conflicts.lost(candidate.route(), first, "spec.rules", what(candidate.match(), named));
        }
        if (!routes.containsKey(candidate.match())) {
          SessionRoutes.of(route(candidate)).forEach(each -> routes.put(each.match(), each));
        }
      }
      if (routes.containsKey(EVERYTHING)) {
        break;
      }
    }
    return List.copyOf(routes.values());
  }

  private static String what(RouteMatch match, HostMatch host) {
    var path = "the path " + Given.brief(match.path().path());
    var more =
        RouteMatch.of(match.path()).equals(match) ? "" : " (with the same further conditions)";
    return path + more + (host instanceof HostMatch.Any ? "" : " of the host " + host);
  }

  private Route route(Candidate candidate) {
    var rule = candidate.rule();
    var action =
        rule.action() instanceof RouteAction.Redirect redirect
            ? locations.of(redirect)
            : rule.action();
    return new Route(candidate.match(), rule.filters(), action, candidate.route());
  }
}
