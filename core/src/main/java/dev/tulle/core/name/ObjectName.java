package dev.tulle.core.name;

import java.util.Comparator;

/// The name of one Kubernetes object: kind, namespace (empty for cluster-scoped kinds) and name.
/// Kinds are unique without their API group among everything that Tulle reads.
public record ObjectName(String kind, String namespace, String name)
    implements Comparable<ObjectName> {

  private static final Comparator<ObjectName> ORDER =
      Comparator.comparing(ObjectName::kind)
          .thenComparing(ObjectName::namespace)
          .thenComparing(ObjectName::name);

  public ObjectName {
    if (kind.isEmpty() || name.isEmpty()) {
      throw new IllegalArgumentException("an object name needs a kind and a name");
    }
  }

  @Override
  public int compareTo(ObjectName other) {
    return ORDER.compare(this, other);
  }

  /// As a person writes it: `Service default/my-service`, `IngressClass tulle`.
  @Override
  public String toString() {
    return namespace.isEmpty() ? kind + " " + name : kind + " " + namespace + "/" + name;
  }
}
