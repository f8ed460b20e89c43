package dev.tulle.core.gateway;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Given;
import dev.tulle.core.world.Kind;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ListenerSet;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ListenerSetSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A ListenerSet as it stands. `gateway` is empty where its parent is of no kind that we know.
record ReadListenerSet(
    ObjectName name, String created, Optional<ObjectName> gateway, List<ReadListener> listeners) {

  /// The order in which they have a say: the oldest first, then by name.
  static final Comparator<ReadListenerSet> OLDEST_FIRST =
      Comparator.comparing((ReadListenerSet set) -> set.created().isEmpty())
          .thenComparing(ReadListenerSet::created)
          .thenComparing(ReadListenerSet::name);

  ReadListenerSet {
    listeners = List.copyOf(listeners);
  }

  static ReadListenerSet of(ListenerSet set) {
    var metadata = Objects.requireNonNullElseGet(set.getMetadata(), ObjectMeta::new);
    var name =
        Kind.LISTENER_SET.named(
            Given.text(metadata.getNamespace()), Given.text(metadata.getName()));
    var spec = Objects.requireNonNullElseGet(set.getSpec(), ListenerSetSpec::new);
    return new ReadListenerSet(
        name,
        Given.text(metadata.getCreationTimestamp()),
        ListenerSets.gateway(set),
        ReadListener.all(
            spec.getListeners(),
            (field, each) ->
                Optional.of(Given.text(each.getName()))
                    .filter(given -> !given.isEmpty())
                    .map(given -> ReadListener.of(new ListenerId(name, given), field, each))));
  }
}
