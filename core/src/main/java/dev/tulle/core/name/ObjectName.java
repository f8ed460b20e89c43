package dev.tulle.core.name;

/// The name of one Kubernetes object: kind, namespace (empty for cluster-scoped kinds) and name.
/// Kinds are unique without their API group among everything that Tulle reads.
public record ObjectName(String kind, String namespace, String name)
    implements Comparable<ObjectName> {

  public ObjectName {
    if (kind.isEmpty() || name.isEmpty()) {
      throw new IllegalArgumentException("an object name needs a kind and a name");
    }
  }

  @Override
  public int compareTo(ObjectName other) {
    int byKind = kind.compareTo(other.kind);
    int byNamespace = byKind != 0 ? byKind : namespace.compareTo(other.namespace);
    return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
  }

  /// As a person writes it: `Service default/my-service`, `IngressClass tulle`.
  @Override
  public String toString() {
    return namespace.isEmpty() ? kind + " " + name : kind + " " + namespace + "/" + name;
  }
}
