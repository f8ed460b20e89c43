package dev.tulle.core.gateway;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.world.Given;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.SecretObjectReference;
import org.jspecify.annotations.Nullable;

/// What an object names as a Secret or a ConfigMap, with the defaults of the API. `field` is its
/// place in the object.
record ObjectReference(String field, String group, String kind, String namespace, String name) {

  static ObjectReference of(String field, String ownNamespace, SecretObjectReference ref) {
    return of(
        field,
        Given.text(ref.getGroup()),
        ref.getKind() == null ? "Secret" : ref.getKind(),
        ref.getNamespace(),
        ref.getName(),
        ownNamespace);
  }

  static ObjectReference of(
      String field,
      String ownNamespace,
      io.fabric8.kubernetes.api.model.gatewayapi.v1.ObjectReference ref) {
    return of(
        field,
        Given.text(ref.getGroup()),
        Given.text(ref.getKind()),
        ref.getNamespace(),
        ref.getName(),
        ownNamespace);
  }

  private static ObjectReference of(
      String field,
      String group,
      String kind,
      @Nullable String namespace,
      @Nullable String name,
      String ownNamespace) {
    var named = Given.text(namespace);
    return new ObjectReference(
        field, group, kind, named.isEmpty() ? ownNamespace : named, Given.text(name));
  }

  boolean isCore(String wanted) {
    return group.isEmpty() && kind.equals(wanted) && !name.isEmpty();
  }

  ObjectName object() {
    return new ObjectName(kind, namespace, name);
  }

  /// As a person writes it.
  @Override
  public String toString() {
    return (kind.isEmpty() ? "an object" : Given.brief(kind))
        + " "
        + namespace
        + "/"
        + Given.brief(name);
  }
}
