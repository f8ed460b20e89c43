package dev.tulle.cli.local;

import dev.tulle.cli.status.StatusSnapshot;
import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Condition;
import dev.tulle.core.xds.ResourceType;
import dev.tulle.server.loop.Published;
import dev.tulle.server.stream.ProxyState;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether what was made of an object is in force in the proxies: from their ACKs alone.
final class Programmed {

  private final List<ProxyState> proxies;
  private final long sequence;
  private final Set<ObjectName> rendered = new HashSet<>();

  Programmed(@Nullable Published published, List<ProxyState> proxies) {
    this.proxies = proxies;
    this.sequence = published == null ? 0 : published.sequence();
    if (published == null) {
      return;
    }
    for (var resources : published.resources().values()) {
      for (var type : ResourceType.values()) {
        resources.of(type).values().forEach(resource -> rendered.addAll(resource.origins()));
      }
    }
  }

  /// Nothing for an object of which proxies are told nothing.
  Optional<StatusSnapshot.Condition> of(ObjectName object) {
    if (!rendered.contains(object)) {
      return Optional.empty();
    }
    for (var proxy : proxies) {
      for (var refused : proxy.refused()) {
        if (refused.resource().origins().contains(object)) {
          return condition("False", "Rejected", "Envoy refuses it: " + refused.words());
        }
      }
    }
    long applied = proxies.stream().filter(proxy -> proxy.settled() >= sequence).count();
    if (proxies.isEmpty()) {
      return condition("Unknown", "NoProxy", "no proxy is connected");
    }
    var count = applied + " of " + proxies.size() + " proxies have applied it";
    return applied == proxies.size()
        ? condition("True", "Programmed", count)
        : condition("Unknown", "Pending", count);
  }

  static StatusSnapshot.Condition shown(Condition condition) {
    var status =
        switch (condition.status()) {
          case TRUE -> "True";
          case FALSE -> "False";
          case UNKNOWN -> "Unknown";
        };
    return new StatusSnapshot.Condition(
        condition.type(), status, condition.reason(), condition.message());
  }

  private static Optional<StatusSnapshot.Condition> condition(
      String status, String reason, String message) {
    return Optional.of(new StatusSnapshot.Condition("Programmed", status, reason, message));
  }
}
