package dev.tulle.core.gateway;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.ParentStatus;
import dev.tulle.core.world.Given;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A Gateway or a ListenerSet that a route names as a parent. `field` is its place in the object.
record Parent(String field, ParentStatus.Reference reference, ObjectName object) {

  private static final Set<String> KINDS = Set.of("Gateway", "ListenerSet");

  /// Those of other kinds are left out.
  static List<Parent> all(ObjectName route, @Nullable List<ParentReference> given) {
    var all = new ArrayList<Parent>();
    for (int i = 0; given != null && i < given.size(); i++) {
      var ref = given.get(i);
      if (ref != null) {
        of(route, "spec.parentRefs[" + i + "]", ref).ifPresent(all::add);
      }
    }
    return all;
  }

  private static Optional<Parent> of(ObjectName route, String field, ParentReference ref) {
    var group = Objects.requireNonNullElse(ref.getGroup(), GatewayApi.GROUP);
    var kind = Objects.requireNonNullElse(ref.getKind(), "Gateway");
    var name = Given.text(ref.getName());
    if (!group.equals(GatewayApi.GROUP) || !KINDS.contains(kind) || name.isEmpty()) {
      return Optional.empty();
    }
    var namespace = text(ref.getNamespace());
    var reference =
        new ParentStatus.Reference(
            group,
            kind,
            namespace,
            name,
            text(ref.getSectionName()),
            ref.getPort() == null ? OptionalInt.empty() : OptionalInt.of(ref.getPort()));
    return Optional.of(
        new Parent(
            field, reference, new ObjectName(kind, namespace.orElse(route.namespace()), name)));
  }

  private static Optional<String> text(@Nullable String value) {
    return Optional.ofNullable(value).filter(text -> !text.isEmpty());
  }

  boolean names(JudgedListener listener) {
    var port = reference.port();
    return reference.sectionName().map(listener.id().name()::equals).orElse(true)
        && (port.isEmpty() || port.getAsInt() == listener.read().port());
  }

  /// What of the parent is named, as a person says it.
  String described() {
    var section = reference.sectionName().map(name -> "listener " + name + " of ").orElse("");
    return section
        + object
        + (reference.port().isPresent() ? " on port " + reference.port().getAsInt() : "");
  }
}
