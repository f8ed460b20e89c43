package dev.tulle.server.stream;

import dev.tulle.core.xds.ResourceType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What proxies of one scope have refused, and what all of them are served in its place until it
/// changes: the last content of that name that some proxy has taken. With it stays what has been
/// removed meanwhile, because the older content may name it.
///
/// Where there is no such content, endpoints and secrets are left out: Envoy goes on without them.
/// It would wait for a route table, though, and whether a listener can be had may depend on the
/// machine, so that clusters, listeners and routes are sent to each proxy that comes, which says
/// for itself whether it takes them.
///
/// Content that some proxy has taken is not put here because another one refuses it: no proxy can
/// keep from the others what they can use.
final class Quarantine {

  /// How many contents of a name that nobody has judged are remembered.
  private static final int UNJUDGED = 4;

  /// How many removed resources of a type are kept for the sake of content that may name them.
  private static final int REMOVED = 10_000;

  private final Map<ResourceType, Map<String, Refusals.Refused>> refused =
      new EnumMap<>(ResourceType.class);
  private final Map<ResourceType, Map<String, List<Encoded>>> earlier =
      new EnumMap<>(ResourceType.class);
  private final Map<ResourceType, Map<String, Encoded>> removed = new EnumMap<>(ResourceType.class);

  /// What a scope is to be served under a name has changed.
  void replaced(ResourceType type, String name, @Nullable Encoded old, @Nullable Encoded now) {
    of(refused, type).remove(name);
    if (now == null) {
      var good = old == null || old.accepted() || !old.refused() ? old : good(type, name);
      of(earlier, type).remove(name);
      if (good != null && of(removed, type).size() < REMOVED) {
        of(removed, type).put(name, good);
      }
      return;
    }
    var before = old == null ? of(removed, type).get(name) : old;
    of(removed, type).remove(name);
    if (now.accepted()) {
      of(earlier, type).remove(name);
    } else if (before != null) {
      var all = of(earlier, type).computeIfAbsent(name, key -> new ArrayList<>());
      if (before.accepted()) {
        all.clear();
      } else if (all.size() == UNJUDGED) {
        all.remove(all.getFirst().accepted() ? 1 : 0);
      }
      all.add(before);
    }
  }

  /// What a proxy refuses is of no use to the others either when it has been removed; false where
  /// it was not kept.
  boolean forgetRemoved(Encoded content) {
    var kept = of(removed, content.type()).get(content.name());
    return kept != null
        && kept.same(content)
        && !kept.accepted()
        && of(removed, content.type()).remove(content.name()) != null;
  }

  /// A proxy refused this content, which is the scope's own now; false where others have taken it.
  boolean convict(Encoded content, String words) {
    if (content.accepted()) {
      return false;
    }
    of(refused, content.type()).putIfAbsent(content.name(), new Refusals.Refused(content, words));
    return true;
  }

  /// A proxy took this content; `now` is the scope's own, `served` what is served for it. True
  /// where something else is to be served from now on.
  boolean acquit(Encoded content, @Nullable Encoded now, @Nullable Encoded served) {
    var standing = of(refused, content.type()).containsKey(content.name());
    if (now == null || !content.same(now)) {
      return standing && (served == null || !content.same(served));
    }
    of(earlier, content.type()).remove(content.name());
    of(refused, content.type()).remove(content.name());
    return standing;
  }

  /// Some proxy has answered for everything: what is gone is gone.
  void forgetRemoved() {
    if (standIns().isEmpty()) {
      removed.clear();
    }
  }

  boolean keepsRemoved() {
    return removed.values().stream().anyMatch(names -> !names.isEmpty());
  }

  boolean empty(ResourceType type) {
    return of(refused, type).isEmpty() && of(earlier, type).isEmpty();
  }

  List<Refusals.Refused> refused() {
    return refused.values().stream().map(Map::values).flatMap(Collection::stream).toList();
  }

  /// The types in which something older is served in the place of what was refused.
  Set<ResourceType> standIns() {
    var types = EnumSet.noneOf(ResourceType.class);
    for (var each : refused()) {
      if (good(each.content().type(), each.content().name()) != null) {
        types.add(each.content().type());
      }
    }
    return types;
  }

  /// What is served of a type: `own` itself where nothing of it was refused.
  Map<String, Encoded> serve(ResourceType type, Map<String, Encoded> own) {
    var bad = of(refused, type);
    var kept = standIns().stream().anyMatch(View.referrers(type)::contains);
    if (bad.isEmpty() && !(kept && !of(removed, type).isEmpty())) {
      return own;
    }
    var served = new HashMap<>(own);
    for (var name : bad.keySet()) {
      var good = good(type, name);
      if (good != null) {
        served.put(name, good);
      } else if (!View.inOrder(type)) {
        served.remove(name);
      }
    }
    if (kept) {
      of(removed, type).forEach(served::putIfAbsent);
    }
    return served;
  }

  private @Nullable Encoded good(ResourceType type, String name) {
    var all = of(earlier, type).getOrDefault(name, List.of());
    return all.reversed().stream().filter(Encoded::accepted).findFirst().orElse(null);
  }

  private static <T> Map<String, T> of(Map<ResourceType, Map<String, T>> all, ResourceType type) {
    return all.computeIfAbsent(type, key -> new HashMap<>());
  }
}
