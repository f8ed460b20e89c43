package dev.tulle.cli.local.pod;

import io.fabric8.kubernetes.api.model.Container;
import java.time.Duration;

/// What a container wants to be done before it is ended.
interface Hooks {

  /// Runs a container's `preStop`, where it has one, for no longer than a time.
  void preStop(Container container, ContainerProcess process, Duration most)
      throws InterruptedException;
}
