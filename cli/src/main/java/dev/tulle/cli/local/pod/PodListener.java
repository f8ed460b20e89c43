package dev.tulle.cli.local.pod;

import io.fabric8.kubernetes.api.model.Pod;

/// Told of every change of a pod, in order for each pod, by threads of different pods at once.
public interface PodListener {

  /// A pod with its present status; `metadata.deletionTimestamp` is set while it is being ended.
  void changed(Pod pod);

  /// Nothing of the pod is left on this machine; `last` is as it was reported before.
  void gone(Pod last);
}
