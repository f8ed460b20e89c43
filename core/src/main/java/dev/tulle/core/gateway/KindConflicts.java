package dev.tulle.core.gateway;

import dev.tulle.core.gateway.Attachment.ToParent;
import dev.tulle.core.ir.HostMatch;
import dev.tulle.core.name.ObjectName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Decides between HTTPRoutes and GRPCRoutes that have a host in common on one listener. Only one
/// kind may have it, that of the oldest route; the others are not accepted.
final class KindConflicts {

  /// By listener, each route that has to go, and the one for which it has to.
  private final Map<ListenerId, Map<ObjectName, ObjectName>> losers = new HashMap<>();

  private KindConflicts() {}

  static SortedMap<ObjectName, Attachment> without(SortedMap<ObjectName, Attachment> attachments) {
    var conflicts = new KindConflicts();
    byListener(attachments).forEach(conflicts::judge);
    if (conflicts.losers.isEmpty()) {
      return attachments;
    }
    var judged = new TreeMap<>(attachments);
    judged.replaceAll((name, each) -> conflicts.without(each));
    return judged;
  }

  /// Of listeners to which routes of both kinds are attached.
  private static Map<ListenerId, List<Attached>> byListener(
      SortedMap<ObjectName, Attachment> attachments) {
    var byListener = new HashMap<ListenerId, List<Attached>>();
    for (var each : attachments.values()) {
      if (each.route().rules() instanceof ReadRoute.Rules.Http) {
        for (var listeners : each.byGateway().values()) {
          listeners.forEach(
              (listener, hosts) ->
                  byListener
                      .computeIfAbsent(listener, key -> new ArrayList<>())
                      .add(new Attached(each.route(), hosts)));
        }
      }
    }
    byListener
        .values()
        .removeIf(
            routes ->
                routes.stream().map(each -> each.route().name().kind()).distinct().count() < 2);
    return byListener;
  }

  private void judge(ListenerId listener, List<Attached> routes) {
    var accepted = new ArrayList<Attached>();
    for (var each : routes.stream().sorted(Attached.OLDEST_FIRST).toList()) {
      var winner =
          accepted.stream()
              .filter(other -> !other.route().kind().equals(each.route().kind()))
              .filter(other -> meet(other.hosts(), each.hosts()))
              .findFirst();
      if (winner.isPresent()) {
        losers
            .computeIfAbsent(listener, key -> new HashMap<>())
            .put(each.route().name(), winner.get().route().name());
      } else {
        accepted.add(each);
      }
    }
  }

  private static boolean meet(List<HostMatch> some, List<HostMatch> others) {
    return some.stream()
        .anyMatch(
            one -> others.stream().anyMatch(other -> Hostnames.common(one, other).isPresent()));
  }

  private Attachment without(Attachment attachment) {
    return new Attachment(
        attachment.route(),
        attachment.parents().stream()
            .map(parent -> without(attachment.route().name(), parent))
            .toList(),
        attachment.unknown());
  }

  private ToParent without(ObjectName route, ToParent parent) {
    var left = new TreeMap<>(parent.listeners());
    var winners = new ArrayList<ObjectName>();
    parent
        .listeners()
        .keySet()
        .forEach(
            listener -> {
              var winner = losers.getOrDefault(listener, Map.of()).get(route);
              if (winner != null) {
                winners.add(winner);
                left.remove(listener);
              }
            });
    if (winners.isEmpty() || !left.isEmpty()) {
      return new ToParent(parent.parent(), parent.gateway(), parent.refused(), left);
    }
    var winner = winners.getFirst();
    var why =
        Findings.error(
            route,
            "spec.hostnames",
            "Conflicted",
            "has a host in common with %s, which was there first, and one host cannot have a %s and a %s"
                .formatted(winner, winner.kind(), route.kind()),
            "give it another host");
    return new ToParent(parent.parent(), parent.gateway(), Optional.of(why), left);
  }
}
