package dev.tulle.cli.local;

import dev.tulle.core.discovery.Injection;
import dev.tulle.core.ir.Workload.Proxy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Optional;

/// What is added to a pod when it is created, as by an API server and its webhooks: how it takes
/// part in the mesh, so that it stays as it was started whatever becomes of its Namespace's label;
/// and in which zone it is, unless it says so itself: so that one machine can be several zones.
record PodAdmission(String zone) {

  private static final String ZONE = "topology.kubernetes.io/zone";

  /// `namespace` is the object of the pod's Namespace, where there is one.
  Pod admit(Pod pod, Optional<HasMetadata> namespace) {
    var said = namespace.map(Injection.Said::of).orElse(Injection.Said.NOTHING);
    var builder =
        new PodBuilder(pod)
            .editMetadata()
            .addToAnnotations(Injection.KEY, word(Injection.of(Injection.Said.of(pod), said)));
    if (!zone.isEmpty() && !pod.getMetadata().getLabels().containsKey(ZONE)) {
      builder.addToLabels(ZONE, zone);
    }
    return builder.endMetadata().build();
  }

  private static String word(Proxy proxy) {
    return switch (proxy) {
      case SIDECAR -> "true";
      case GRPC -> "grpc";
      case NONE -> "false";
    };
  }
}
