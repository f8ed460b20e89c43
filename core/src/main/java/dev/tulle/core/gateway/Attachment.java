package dev.tulle.core.gateway;

import dev.tulle.core.ir.HostMatch;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// To which listeners a route is attached, for each of its parents that is ours. `unknown` are
/// findings about parents that do not exist.
record Attachment(ReadRoute route, List<ToParent> parents, List<Finding> unknown) {

  /// All that an attachment follows from: of `parents`, those that the route names.
  record Input(
      ReadRoute route,
      SortedMap<ObjectName, ParentView> parents,
      Map<String, Map<String, String>> labels) {}

  /// A Gateway or a ListenerSet as a route sees it.
  sealed interface ParentView {

    /// One that is ours, with the listeners that it has itself. Of a ListenerSet, `gateway` is its
    /// Gateway, and `refused` is why it has no part in it.
    record Ours(ObjectName gateway, Optional<Finding> refused, List<JudgedListener> listeners)
        implements ParentView {
      public Ours {
        listeners = List.copyOf(listeners);
      }
    }

    /// One that somebody else looks after.
    record Others() implements ParentView {}

    /// There is none.
    record Missing() implements ParentView {}
  }

  /// What became of one parent. By listener, the hosts that both have in common; none where the
  /// route is `refused`.
  record ToParent(
      Parent parent,
      ObjectName gateway,
      Optional<Finding> refused,
      SortedMap<ListenerId, List<HostMatch>> listeners) {}

  Attachment {
    parents = List.copyOf(parents);
    unknown = List.copyOf(unknown);
  }

  static Attachment resolve(Input input) {
    var parents = new ArrayList<ToParent>();
    var unknown = new ArrayList<Finding>();
    for (var parent : input.route().parents()) {
      switch (input.parents().getOrDefault(parent.object(), new ParentView.Missing())) {
        case ParentView.Ours ours -> parents.add(attach(input, parent, ours));
        case ParentView.Others() -> {}
        case ParentView.Missing() ->
            unknown.add(
                Findings.error(
                    input.route().name(),
                    parent.field(),
                    "ParentNotFound",
                    "names " + parent.object() + ", which does not exist",
                    "create it, or name another one"));
      }
    }
    if (input.route().usesDefaults() && input.route().parents().isEmpty()) {
      unknown.add(noDefault(input.route()));
    }
    return new Attachment(input.route(), parents, unknown);
  }

  private static Finding noDefault(ReadRoute route) {
    return Findings.warning(
        route.name(),
        DefaultGateways.FIELD,
        "NoDefaultGateway",
        "asks for the default Gateways, and there is none",
        "give a Gateway defaultScope: All, or name one in parentRefs");
  }

  private static ToParent attach(Input input, Parent parent, ParentView.Ours ours) {
    var route = input.route();
    if (!route.rules().isAcceptable()) {
      return refused(parent, ours, route.rules().refused().getFirst());
    }
    if (ours.refused().isPresent()) {
      return refused(
          parent,
          ours,
          wrong(
              route,
              parent,
              "NotAllowedByListeners",
              "names " + parent.object() + ", which is not attached to its Gateway",
              "see what is wrong with it"));
    }
    var named = ours.listeners().stream().filter(parent::names).toList();
    if (named.isEmpty()) {
      return refused(parent, ours, noSuchListener(route, parent, ours));
    }
    var allowing =
        named.stream()
            .filter(listener -> listener.takes(route.kind()))
            .filter(
                listener ->
                    listener.read().namespaces().allows(route.name().namespace(), input.labels()))
            .toList();
    if (allowing.isEmpty()) {
      return refused(parent, ours, notAllowed(route, parent, named));
    }
    var listeners = new TreeMap<ListenerId, List<HostMatch>>();
    for (var listener : allowing) {
      var hosts = hosts(route.rules().hosts(), listener);
      if (!hosts.isEmpty()) {
        listeners.put(listener.id(), hosts);
      }
    }
    return listeners.isEmpty()
        ? refused(parent, ours, otherHost(route, parent))
        : new ToParent(parent, ours.gateway(), Optional.empty(), listeners);
  }

  /// Where a route names no hosts, it is for those of the listener.
  private static List<HostMatch> hosts(List<HostMatch> named, JudgedListener listener) {
    if (listener.read().host().isEmpty()) {
      return List.of();
    }
    var own = listener.host();
    return named.isEmpty()
        ? List.of(own)
        : named.stream()
            .flatMap(host -> Hostnames.common(own, host).stream())
            .distinct()
            .sorted()
            .toList();
  }

  private static ToParent refused(Parent parent, ParentView.Ours ours, Finding why) {
    return new ToParent(parent, ours.gateway(), Optional.of(why), new TreeMap<>());
  }

  private static Finding wrong(
      ReadRoute route, Parent parent, String reason, String wrong, String cure) {
    return Findings.error(route.name(), parent.field(), reason, wrong, cure);
  }

  private static Finding noSuchListener(ReadRoute route, Parent parent, ParentView.Ours ours) {
    var names =
        String.join(
            ", ",
            ours.listeners().stream()
                .map(each -> each.id().name() + " (" + each.read().port() + ")")
                .toList());
    return wrong(
        route,
        parent,
        "NoMatchingParent",
        "names " + parent.described() + ", which does not exist",
        names.isEmpty() ? "add such a listener" : "name one of its listeners: " + names);
  }

  private static Finding notAllowed(ReadRoute route, Parent parent, List<JudgedListener> named) {
    boolean ofKind = named.stream().anyMatch(listener -> listener.takes(route.kind()));
    var kinds =
        Stream.concat(Stream.of(), named.stream().flatMap(each -> each.kinds().stream()))
            .map(kind -> kind.kind())
            .distinct()
            .toList();
    return ofKind
        ? wrong(
            route,
            parent,
            "NotAllowedByListeners",
            "names %s, which takes no routes from namespace %s"
                .formatted(parent.described(), route.name().namespace()),
            "allow the namespace in allowedRoutes of the listener")
        : wrong(
            route,
            parent,
            "NotAllowedByListeners",
            "names " + parent.described() + ", which takes no " + route.name().kind(),
            kinds.isEmpty()
                ? "name another listener"
                : "name another listener; this one takes " + String.join(" and ", kinds));
  }

  private static Finding otherHost(ReadRoute route, Parent parent) {
    return wrong(
        route,
        parent,
        "NoMatchingListenerHostname",
        "has no host in common with " + parent.described(),
        "change spec.hostnames, or the hostname of the listener");
  }

  /// By Gateway and listener, the hosts that the route has there. A listener may be named twice.
  SortedMap<ObjectName, SortedMap<ListenerId, List<HostMatch>>> byGateway() {
    var all = new TreeMap<ObjectName, SortedMap<ListenerId, List<HostMatch>>>();
    for (var parent : parents) {
      if (parent.refused().isEmpty()) {
        all.computeIfAbsent(parent.gateway(), key -> new TreeMap<>()).putAll(parent.listeners());
      }
    }
    return all;
  }
}
