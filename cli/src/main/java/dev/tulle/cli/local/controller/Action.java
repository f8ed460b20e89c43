package dev.tulle.cli.local.controller;

import dev.tulle.core.name.ObjectName;
import io.fabric8.kubernetes.api.model.Pod;

/// What the pod runtime is to do. It acts at once, in order: a created pod is among the observed
/// ones from then on, and a deleted one carries a `deletionTimestamp` until it is gone. So the same
/// action is never asked for twice.
public sealed interface Action {

  record Create(Pod pod) implements Action {}

  /// End a pod gracefully and forget it. `reason` is a sentence for the user.
  record Delete(ObjectName pod, String reason) implements Action {}
}
