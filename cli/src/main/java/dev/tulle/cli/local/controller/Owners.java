package dev.tulle.cli.local.controller;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;

/// Which object a pod comes from.
public final class Owners {

  private Owners() {}

  /// Empty where nobody but its user made it.
  public static Optional<OwnerReference> controller(Pod pod) {
    return Fields.list(pod.getMetadata().getOwnerReferences()).stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .findFirst();
  }
}
