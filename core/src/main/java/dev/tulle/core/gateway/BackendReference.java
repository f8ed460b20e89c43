package dev.tulle.core.gateway;

import dev.tulle.core.world.Given;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.BackendObjectReference;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.BackendRef;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.GRPCBackendRef;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRef;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an object names as a backend, as it stands, with the defaults of the API. `field` is its
/// place in the object, as in `spec.rules[0].backendRefs[1]`; `namespace` is empty where it is the
/// object's own.
public record BackendReference(
    String field,
    String group,
    String kind,
    String namespace,
    String name,
    Optional<Integer> port) {

  static BackendReference of(String field, HTTPBackendRef ref) {
    return of(
        field, ref.getGroup(), ref.getKind(), ref.getNamespace(), ref.getName(), ref.getPort());
  }

  static BackendReference of(String field, GRPCBackendRef ref) {
    return of(
        field, ref.getGroup(), ref.getKind(), ref.getNamespace(), ref.getName(), ref.getPort());
  }

  static BackendReference of(String field, BackendRef ref) {
    return of(
        field, ref.getGroup(), ref.getKind(), ref.getNamespace(), ref.getName(), ref.getPort());
  }

  static BackendReference of(String field, BackendObjectReference ref) {
    return of(
        field, ref.getGroup(), ref.getKind(), ref.getNamespace(), ref.getName(), ref.getPort());
  }

  private static BackendReference of(
      String field,
      @Nullable String group,
      @Nullable String kind,
      @Nullable String namespace,
      @Nullable String name,
      @Nullable Integer port) {
    return new BackendReference(
        field,
        Given.text(group),
        kind == null ? "Service" : kind,
        Given.text(namespace),
        Given.text(name),
        Optional.ofNullable(port));
  }
}
