package dev.tulle.server.kube;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Takes out of an object what says nothing about what its user wants, so that a change of that is
/// none: who wrote which field, its version, its status.
final class Projection {

  private static final List<String> METADATA =
      List.of("managedFields", "resourceVersion", "selfLink", "generateName");

  /// What it repeats is in the object.
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  /// Kinds whose status is an input: an address that was given to a Service, a pod that is ready.
  private static final Set<String> STATUS_COUNTS = Set.of("Service", "Pod");

  private Projection() {}

  static void strip(ObjectNode object, ApiResource<?> resource) {
    if (object.path("metadata") instanceof ObjectNode metadata) {
      metadata.remove(METADATA);
      if (metadata.path("annotations") instanceof ObjectNode annotations) {
        annotations.remove(LAST_APPLIED);
        if (annotations.isEmpty()) {
          metadata.remove("annotations");
        }
      }
    }
    if (!STATUS_COUNTS.contains(resource.kind().name())) {
      object.remove("status");
    }
  }
}
