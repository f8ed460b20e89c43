package dev.tulle.server.status;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Condition;
import dev.tulle.core.status.Condition.Truth;
import dev.tulle.core.xds.Resource;
import dev.tulle.core.xds.ResourceType;
import dev.tulle.server.loop.Published;
import dev.tulle.server.stream.ProxyState;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether what was made of an object is in force in the proxies: from their ACKs alone.
public final class Programmed {

  private final int proxies;
  private final long applied;
  private final Set<ObjectName> rendered;
  private final Map<ObjectName, String> refused = new HashMap<>();

  /// `rendered` are the objects of which proxies are told something, as of `sequence`.
  public Programmed(Set<ObjectName> rendered, long sequence, List<ProxyState> proxies) {
    this.rendered = rendered;
    this.proxies = proxies.size();
    this.applied = proxies.stream().filter(proxy -> proxy.settled() >= sequence).count();
    for (var proxy : proxies) {
      for (var one : proxy.refused()) {
        one.resource().origins().forEach(origin -> refused.putIfAbsent(origin, one.words()));
      }
    }
  }

  /// The objects of which some proxy is told something. Costs as much as there are resources.
  public static Set<ObjectName> rendered(Published published) {
    var origins = new HashSet<ObjectName>();
    // classes of proxies have most of their resources in common
    Set<Resource> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (var resources : published.resources().values()) {
      for (var type : ResourceType.values()) {
        for (var resource : resources.of(type).values()) {
          if (seen.add(resource)) {
            origins.addAll(resource.origins());
          }
        }
      }
    }
    return origins;
  }

  /// Nothing for an object of which proxies are told nothing.
  public Optional<Condition> of(ObjectName object) {
    if (!rendered.contains(object)) {
      return Optional.empty();
    }
    var words = refused.get(object);
    if (words != null) {
      return condition(Truth.FALSE, "Rejected", "Envoy refuses it: " + words);
    }
    if (proxies == 0) {
      return condition(Truth.UNKNOWN, "NoProxy", "no proxy is connected");
    }
    var count = applied + " of " + proxies + " proxies have applied it";
    return applied == proxies
        ? condition(Truth.TRUE, "Programmed", count)
        : condition(Truth.UNKNOWN, "Pending", count);
  }

  private static Optional<Condition> condition(Truth status, String reason, String message) {
    return Optional.of(new Condition("Programmed", status, reason, message));
  }
}
