package dev.tulle.cli.local;

import dev.tulle.core.discovery.Injection;
import dev.tulle.core.ir.Workload.Proxy;
import dev.tulle.core.name.ObjectName;
import dev.tulle.server.source.FolderState;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;

/// What is added to a pod when it is created, as by an API server and its webhooks: how it takes
/// part in the mesh, so that it stays as it was started whatever becomes of its Namespace's label;
/// and in which zone it is, unless it says so itself: so that one machine can be several zones.
record PodAdmission(String zone) {

  private static final String ZONE = "topology.kubernetes.io/zone";

  /// `folder` is what the pod comes from.
  Pod admit(Pod pod, FolderState folder) {
    var name = new ObjectName("Namespace", "", pod.getMetadata().getNamespace());
    var namespace = folder.inForce().get(name);
    var said = namespace == null ? Injection.Said.NOTHING : Injection.Said.of(namespace.object());
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
