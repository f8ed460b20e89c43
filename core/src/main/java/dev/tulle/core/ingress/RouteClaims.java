package dev.tulle.core.ingress;

import dev.tulle.core.ingress.ReadIngress.PathRule;
import dev.tulle.core.ir.Backend;
import dev.tulle.core.ir.HostMatch;
import dev.tulle.core.ir.PathMatch;
import dev.tulle.core.ir.Route;
import dev.tulle.core.ir.RouteAction;
import dev.tulle.core.ir.RouteMatch;
import dev.tulle.core.ir.VirtualHost;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Given;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Who has which host and path. Ingresses claim in their order, oldest first: the first claim
/// counts, and whoever comes later is told.
final class RouteClaims {

  private static final HostMatch ANY = new HostMatch.Any();

  private final Judgement judgement;
  private final Backends backends;
  private final Map<HostMatch, ObjectName> owners = new HashMap<>();
  private final Set<ObjectName> contested = new HashSet<>();
  private final TreeMap<HostMatch, Map<PathMatch, Route>> byHost = new TreeMap<>();

  RouteClaims(Judgement judgement, Backends backends) {
    this.judgement = judgement;
    this.backends = backends;
  }

  /// Whether the Ingress may serve the host: a host belongs to the namespace that was first to
  /// name it, so that nobody elsewhere can take part of its traffic.
  boolean owns(ObjectName ingress, HostMatch host, String field) {
    if (host.equals(ANY)) {
      return true;
    }
    var owner = owners.putIfAbsent(host, ingress);
    if (owner == null || owner.namespace().equals(ingress.namespace())) {
      return true;
    }
    judgement.error(
        ingress,
        field,
        "HostConflict",
        "names the host " + host + ", which belongs to " + owner + " in another namespace",
        "use another host, or move the rules to namespace " + owner.namespace());
    contested(owner, "HostConflict", "has the host " + host + ", which " + ingress + " names, too");
    return false;
  }

  /// To be called for the hosts first; rules for hosts of others are left out.
  void rule(ObjectName ingress, PathRule rule) {
    if (!ownedBy(ingress, rule.host())) {
      return;
    }
    var routes = claims(rule.host());
    var first = routes.get(rule.match());
    if (first == null) {
      var backend = backends.resolve(ingress, rule.backend());
      routes.put(rule.match(), route(rule.match(), backend, ingress));
    } else {
      conflict(ingress, rule, first);
    }
  }

  private void conflict(ObjectName loser, PathRule rule, Route first) {
    var winner = first.origin();
    var what = "the path " + Given.brief(rule.match().path()) + " of " + hostText(rule.host());
    if (winner.equals(loser)) {
      judgement.error(
          loser,
          rule.field(),
          "DuplicatePath",
          "has " + what + " twice; the first counts",
          "remove one of them");
      return;
    }
    judgement.error(
        loser,
        rule.field(),
        "PathConflict",
        "claims " + what + ", which " + winner + " has already",
        "remove it from one of the two");
    contested(winner, "PathConflict", "has " + what + ", which " + loser + " claims, too");
  }

  /// Who goes before is told so once, however many come after.
  private void contested(ObjectName winner, String reason, String what) {
    if (contested.add(winner)) {
      judgement.warning(
          winner,
          "spec.rules",
          reason,
          what + "; this one counts",
          "remove it from one of the two");
    }
  }

  private static String hostText(HostMatch host) {
    return host.equals(ANY) ? "any host" : host.toString();
  }

  /// To be called when all rules are in: what no rule of a host takes goes to the default backend
  /// of the first Ingress for that host that has one.
  void byDefault(ReadIngress ingress) {
    if (ingress.defaultBackend().isEmpty()) {
      return;
    }
    var name = ingress.name();
    var free =
        Stream.concat(ingress.hosts().keySet().stream(), Stream.of(ANY))
            .distinct()
            .filter(host -> ownedBy(name, host) && !claimed(host, PathMatch.ALL))
            .toList();
    if (!free.contains(ANY)) {
      lostDefault(name);
    }
    if (!free.isEmpty()) {
      var backend = backends.resolve(name, ingress.defaultBackend().get());
      var route = route(PathMatch.ALL, backend, name);
      free.forEach(host -> claims(host).put(PathMatch.ALL, route));
    }
  }

  private void lostDefault(ObjectName loser) {
    var winner = Objects.requireNonNull(claims(ANY).get(PathMatch.ALL)).origin();
    if (!winner.equals(loser)) {
      judgement.warning(
          loser,
          "spec.defaultBackend",
          "DefaultBackendConflict",
          "has a default backend, but requests for hosts that no Ingress names go to that of "
              + winner,
          "keep one default backend, or give this one a host");
      contested(
          winner,
          "DefaultBackendConflict",
          "has the default backend for hosts that nobody names, which " + loser + " wants, too");
    }
  }

  private Map<PathMatch, Route> claims(HostMatch host) {
    return byHost.computeIfAbsent(host, name -> new HashMap<>());
  }

  private boolean claimed(HostMatch host, PathMatch match) {
    return byHost.getOrDefault(host, Map.of()).containsKey(match);
  }

  private boolean ownedBy(ObjectName ingress, HostMatch host) {
    var owner = owners.get(host);
    return owner == null || owner.namespace().equals(ingress.namespace());
  }

  /// Hosts that are named and have no route are there too: they are 404, not somebody else's.
  List<VirtualHost> hosts() {
    owners.keySet().forEach(this::claims);
    return byHost.entrySet().stream()
        .map(entry -> new VirtualHost(entry.getKey(), sorted(entry.getValue())))
        .toList();
  }

  private static List<Route> sorted(Map<PathMatch, Route> claims) {
    return claims.values().stream()
        .sorted(Comparator.comparing(route -> route.match().path(), Paths::precedence))
        .toList();
  }

  private static Route route(PathMatch path, Backend backend, ObjectName ingress) {
    return new Route(RouteMatch.of(path), List.of(), RouteAction.Forward.to(backend), ingress);
  }
}
