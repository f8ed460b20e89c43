package dev.tulle.cli.local.pod;

import io.fabric8.kubernetes.api.model.Container;
import java.time.Duration;

/// Runs hooks.
record LifecycleHooks(String address) implements Hooks {
  @Override
  public void preStop(Container container, ContainerProcess process, Duration most) {}
}
