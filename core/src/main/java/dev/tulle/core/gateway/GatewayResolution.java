package dev.tulle.core.gateway;

import dev.tulle.core.gateway.Attachment.ParentView;
import dev.tulle.core.memo.Memo;
import dev.tulle.core.memo.SortedMaps;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import dev.tulle.core.status.ObjectStatus;
import dev.tulle.core.world.Given;
import dev.tulle.core.world.Kind;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Resolves all objects of the Gateway API: classes, Gateways with their listeners, policies,
/// routes, which route is attached where, and what each Gateway becomes thereby. Lives as long as
/// that takes.
public final class GatewayResolution {

  private final GatewayInput input;
  private final Memo memo;
  private final SortedMap<ObjectName, ObjectStatus> statuses = new TreeMap<>();

  private GatewayResolution(GatewayInput input, Memo memo) {
    this.input = input;
    this.memo = memo;
  }

  public static GatewayMesh resolve(GatewayInput input, Memo memo) {
    return new GatewayResolution(input, memo).run();
  }

  private GatewayMesh run() {
    var classes =
        memo.get(
            "gateway-classes",
            new GatewayClasses.Input(
                input.classes(), input.parameters(), input.settings().apiVersion()),
            GatewayClasses::resolve);
    statuses.putAll(classes.statuses());
    var read = memo.each("gateway", input.gateways(), ReadGateway::of);
    var ours = ours(read, classes);
    var sets = memo.each("listener-set", input.listenerSets(), ReadListenerSet::of);
    var referents = GatewayReferents.of(input, ours.values(), sets.values(), memo);
    var listeners = listeners(ours, sets, referents);
    var policies = policies(referents);
    var references =
        memo.get(
            "references",
            new ServiceReferences(input.services(), referents.grants(), policies),
            same -> same);
    var routes = DefaultGateways.of(read).join(RouteReaders.read(input.routes(), references, memo));
    var attachments =
        KindConflicts.without(attachments(routes, views(read, sets, listeners), referents));
    var attached = attached(attachments);
    var outcomes = outcomes(ours, listeners, attached, policies, referents, classes);
    outcomes.values().stream()
        .flatMap(outcome -> outcome.statuses().stream())
        .forEach(status -> statuses.put(status.object(), status));
    routeStatuses(attachments, outcomes);
    policyStatuses(policies, gatewaysByService(attachments));
    return new GatewayMesh(
        SortedMaps.mapValues(outcomes, (name, outcome) -> outcome.gateway()),
        usedBy(attachments),
        statuses,
        referents.secrets());
  }

  private SortedMap<ObjectName, ReadGateway> ours(
      SortedMap<ObjectName, ReadGateway> read, GatewayClasses classes) {
    var ours = new TreeMap<ObjectName, ReadGateway>();
    read.forEach(
        (name, gateway) -> {
          if (classes.isOurs(gateway)) {
            ours.put(name, gateway);
          }
          classes.nobodys(gateway).ifPresent(finding -> told(name, finding));
        });
    return ours;
  }

  /// Something about an object that nobody has accepted or refused.
  private void told(ObjectName name, Finding finding) {
    statuses.put(name, new ObjectStatus(name, List.of(), List.of(finding)));
  }

  private SortedMap<ObjectName, GatewayListeners> listeners(
      SortedMap<ObjectName, ReadGateway> ours,
      SortedMap<ObjectName, ReadListenerSet> sets,
      Referents referents) {
    var byGateway = new HashMap<ObjectName, List<ReadListenerSet>>();
    for (var set : sets.values()) {
      var gateway = set.gateway();
      if (gateway.isPresent() && !input.gateways().containsKey(gateway.get())) {
        told(
            set.name(),
            Findings.error(
                set.name(),
                "spec.parentRef",
                "ParentNotFound",
                "names " + gateway.get() + ", which does not exist",
                "create it, or name another one"));
      }
      gateway.ifPresent(name -> byGateway.computeIfAbsent(name, k -> new ArrayList<>()).add(set));
    }
    byGateway.values().forEach(each -> each.sort(ReadListenerSet.OLDEST_FIRST));
    return memo.each(
        "gateway-listeners",
        SortedMaps.mapValues(
            ours,
            (name, gateway) ->
                new GatewayListeners.Input(
                    gateway, byGateway.getOrDefault(name, List.of()), referents)),
        GatewayListeners::resolve);
  }

  private BackendPolicies policies(Referents referents) {
    var system = input.settings().systemAuthorities();
    var tls =
        memo.each(
            "tls-policy",
            SortedMaps.mapValues(
                input.policies(),
                (name, policy) ->
                    new TlsPolicyReader.Input(policy, referents.authorities(), system)),
            TlsPolicyReader::read);
    var traffic = memo.each("traffic-policy", input.trafficPolicies(), TrafficPolicyReader::read);
    return new BackendPolicies(
        memo.get("tls-policies", new Policies.Input<>(tls, input.services()), Policies::resolve),
        memo.get(
            "traffic-policies",
            new Policies.Input<>(traffic, input.services()),
            Policies::resolve));
  }

  private record ViewInput(ObjectName owner, ObjectName gateway, GatewayListeners listeners) {
    ParentView view() {
      var refused = listeners.sets().getOrDefault(owner, Optional.empty());
      return new ParentView.Ours(gateway, refused, listeners.of(owner));
    }
  }

  private SortedMap<ObjectName, ParentView> views(
      SortedMap<ObjectName, ReadGateway> read,
      SortedMap<ObjectName, ReadListenerSet> sets,
      SortedMap<ObjectName, GatewayListeners> listeners) {
    var inputs = new TreeMap<ObjectName, ViewInput>();
    listeners.forEach(
        (gateway, all) -> {
          inputs.put(gateway, new ViewInput(gateway, gateway, all));
          all.sets().keySet().forEach(set -> inputs.put(set, new ViewInput(set, gateway, all)));
        });
    var views = new TreeMap<>(memo.each("parent-view", inputs, ViewInput::view));
    read.keySet().forEach(name -> views.putIfAbsent(name, new ParentView.Others()));
    sets.keySet().forEach(name -> views.putIfAbsent(name, new ParentView.Others()));
    return views;
  }

  private SortedMap<ObjectName, Attachment> attachments(
      SortedMap<ObjectName, ReadRoute> routes,
      SortedMap<ObjectName, ParentView> views,
      Referents referents) {
    return memo.each(
        "attachment",
        SortedMaps.mapValues(
            routes,
            (name, route) -> {
              var named = new TreeMap<ObjectName, ParentView>();
              for (var parent : route.parents()) {
                var view = views.get(parent.object());
                if (view != null) {
                  named.put(parent.object(), view);
                }
              }
              return new Attachment.Input(route, named, referents.labels());
            }),
        Attachment::resolve);
  }

  /// By Gateway and listener, in the order of names.
  private static Map<ObjectName, SortedMap<ListenerId, List<Attached>>> attached(
      SortedMap<ObjectName, Attachment> attachments) {
    var attached = new HashMap<ObjectName, SortedMap<ListenerId, List<Attached>>>();
    for (var each : attachments.values()) {
      for (var gateway : each.byGateway().entrySet()) {
        var ofGateway = attached.computeIfAbsent(gateway.getKey(), key -> new TreeMap<>());
        gateway
            .getValue()
            .forEach(
                (listener, hosts) ->
                    ofGateway
                        .computeIfAbsent(listener, key -> new ArrayList<>())
                        .add(new Attached(each.route(), hosts)));
      }
    }
    return attached;
  }

  private SortedMap<ObjectName, GatewayOutcome> outcomes(
      SortedMap<ObjectName, ReadGateway> ours,
      SortedMap<ObjectName, GatewayListeners> listeners,
      Map<ObjectName, SortedMap<ListenerId, List<Attached>>> attached,
      BackendPolicies policies,
      Referents referents,
      GatewayClasses classes) {
    var addresses =
        memo.get("gateway-addresses", input.serviceObjects(), GatewayResolution::addresses);
    return memo.each(
        "gateway-outcome",
        SortedMaps.mapValues(
            ours,
            (name, gateway) ->
                new GatewayOutcome.Input(
                    gateway,
                    Objects.requireNonNull(listeners.get(name)),
                    attached.getOrDefault(name, new TreeMap<>()),
                    input.services(),
                    policies,
                    referents,
                    Parameters.ofGateway(
                        gateway,
                        Objects.requireNonNull(classes.ours().get(gateway.className())),
                        input.parameters()),
                    addresses.getOrDefault(
                        Kind.SERVICE.named(name.namespace(), GatewayApi.madeFor(name)),
                        GatewayAddresses.NONE))),
        GatewayOutcome::resolve);
  }

  /// Of the Services that were made for Gateways.
  private static SortedMap<ObjectName, GatewayAddresses> addresses(
      SortedMap<ObjectName, Service> services) {
    var addresses = new TreeMap<ObjectName, GatewayAddresses>();
    services.forEach(
        (name, service) -> {
          var labels = service.getMetadata() == null ? null : service.getMetadata().getLabels();
          if (Given.text(labels, GatewayApi.MANAGED_BY).equals(GatewayApi.TULLE)) {
            addresses.put(name, GatewayAddresses.of(service));
          }
        });
    return addresses;
  }

  private void routeStatuses(
      SortedMap<ObjectName, Attachment> attachments,
      SortedMap<ObjectName, GatewayOutcome> outcomes) {
    var lost = new HashMap<ObjectName, Set<Finding>>();
    outcomes.values().stream()
        .flatMap(outcome -> outcome.lost().stream())
        .forEach(
            finding ->
                lost.computeIfAbsent(finding.object(), key -> new LinkedHashSet<>()).add(finding));
    var inputs =
        SortedMaps.mapValues(
            attachments,
            (name, attachment) ->
                new RouteStatuses.Input(
                    attachment, List.copyOf(lost.getOrDefault(name, Set.of()))));
    memo.each("route-status", inputs, RouteStatuses::of)
        .forEach((name, status) -> status.ifPresent(each -> statuses.put(name, each)));
  }

  private void policyStatuses(
      BackendPolicies policies, SortedMap<ObjectName, SortedSet<ObjectName>> gateways) {
    statuses.putAll(
        memo.get(
            "tls-policy-statuses",
            new PolicyStatuses.Input(policies.tls(), gateways),
            PolicyStatuses::of));
    statuses.putAll(
        memo.get(
            "traffic-policy-statuses",
            new PolicyStatuses.Input(policies.traffic(), gateways),
            PolicyStatuses::of));
  }

  private static SortedMap<ObjectName, SortedSet<ObjectName>> gatewaysByService(
      SortedMap<ObjectName, Attachment> attachments) {
    var gateways = new TreeMap<ObjectName, SortedSet<ObjectName>>();
    for (var each : attachments.values()) {
      var own = each.byGateway().keySet();
      for (var service : each.route().services()) {
        if (!own.isEmpty()) {
          gateways.computeIfAbsent(service, key -> new TreeSet<>()).addAll(own);
        }
      }
    }
    return gateways;
  }

  private static SortedMap<ObjectName, ObjectName> usedBy(
      SortedMap<ObjectName, Attachment> attachments) {
    var usedBy = new TreeMap<ObjectName, ObjectName>();
    attachments.forEach(
        (name, each) -> {
          if (!each.byGateway().isEmpty()) {
            each.route().services().forEach(service -> usedBy.putIfAbsent(service, name));
          }
        });
    return usedBy;
  }
}
