package dev.tulle.core.gateway;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Given;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ReferenceGrant;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ReferenceGrantTo;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;

/// Which references to objects of other namespaces are allowed, by all ReferenceGrants.
record Grants(Set<Grant> all) {

  /// Objects of one kind and namespace may refer to those of another one; to all where `name` is
  /// empty. Kinds are with their groups.
  record Grant(
      String fromKind, String fromNamespace, String toKind, String toNamespace, String name) {}

  private static final Map<String, String> GROUPS =
      Map.of("Secret", "", "ConfigMap", "", "Service", "");

  Grants {
    all = Set.copyOf(all);
  }

  static Grants of(SortedMap<ObjectName, ReferenceGrant> grants) {
    var all = new HashSet<Grant>();
    grants.forEach((name, grant) -> add(name.namespace(), grant, all));
    return new Grants(all);
  }

  private static void add(String namespace, ReferenceGrant grant, Set<Grant> all) {
    if (grant.getSpec() == null) {
      return;
    }
    for (var from : Given.list(grant.getSpec().getFrom())) {
      for (var to : Given.list(grant.getSpec().getTo())) {
        all.add(
            new Grant(
                kind(Given.text(from.getGroup()), Given.text(from.getKind())),
                Given.text(from.getNamespace()),
                kind(to),
                namespace,
                Given.text(to.getName())));
      }
    }
  }

  private static String kind(ReferenceGrantTo to) {
    return kind(Given.text(to.getGroup()), Given.text(to.getKind()));
  }

  private static String kind(String group, String kind) {
    return group + "/" + kind;
  }

  private static String kind(ObjectName object) {
    return kind(
        Objects.requireNonNullElse(GROUPS.get(object.kind()), GatewayApi.GROUP), object.kind());
  }

  /// Whether one object may refer to the other. Within a namespace everything may.
  boolean allow(ObjectName from, ObjectName to) {
    return from.namespace().equals(to.namespace())
        || all.contains(grant(from, to, to.name()))
        || all.contains(grant(from, to, ""));
  }

  /// These and one more.
  Grants with(ObjectName from, ObjectName to) {
    var more = new HashSet<>(all);
    more.add(grant(from, to, to.name()));
    return new Grants(more);
  }

  private static Grant grant(ObjectName from, ObjectName to, String name) {
    return new Grant(kind(from), from.namespace(), kind(to), to.namespace(), name);
  }

  /// What to do where it may not.
  static String cure(ObjectName from, ObjectName to) {
    return "add a ReferenceGrant to namespace %s, from %s in namespace %s to %s"
        .formatted(to.namespace(), from.kind(), from.namespace(), to.kind());
  }
}
