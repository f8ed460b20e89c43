package dev.tulle.cli.local.pod;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;

/// Says how a pod looks names up.
public interface Resolver {

  /// Every pod asks what the machine asks.
  Resolver MACHINE = _ -> Optional.empty();

  /// The text of the pod's `/etc/resolv.conf`; empty where it is to have the machine's own.
  Optional<String> resolvConf(Pod pod);
}
