package dev.tulle.core.gateway;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Given;
import dev.tulle.core.world.Kind;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ListenerSet;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ListenerSetSpec;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentGatewayReference;
import java.util.Objects;
import java.util.Optional;

/// Which Gateway a ListenerSet adds to.
public final class ListenerSets {

  private ListenerSets() {}

  /// Empty where its parent is of no kind that we know.
  public static Optional<ObjectName> gateway(ListenerSet set) {
    return Optional.ofNullable(set.getSpec())
        .map(ListenerSetSpec::getParentRef)
        .flatMap(ref -> gateway(namespace(set), ref));
  }

  private static String namespace(ListenerSet set) {
    return set.getMetadata() == null ? "" : Given.text(set.getMetadata().getNamespace());
  }

  private static Optional<ObjectName> gateway(String own, ParentGatewayReference ref) {
    boolean known =
        Objects.requireNonNullElse(ref.getGroup(), GatewayApi.GROUP).equals(GatewayApi.GROUP)
            && Objects.requireNonNullElse(ref.getKind(), "Gateway").equals("Gateway");
    var name = Given.text(ref.getName());
    if (!known || name.isEmpty()) {
      return Optional.empty();
    }
    var namespace = Given.text(ref.getNamespace());
    return Optional.of(Kind.GATEWAY.named(namespace.isEmpty() ? own : namespace, name));
  }
}
