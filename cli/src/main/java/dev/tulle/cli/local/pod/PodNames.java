package dev.tulle.cli.local.pod;

import dev.tulle.core.name.ObjectName;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.stream.Stream;

/// What is asked of a pod's head everywhere.
final class PodNames {

  private static final long GRACE_SECONDS = 30;

  private PodNames() {}

  static ObjectName name(Pod pod) {
    return new ObjectName("Pod", pod.getMetadata().getNamespace(), pod.getMetadata().getName());
  }

  static String text(Pod pod) {
    return name(pod).toString();
  }

  static Container container(Pod pod, String name) {
    var spec = pod.getSpec();
    return Stream.concat(spec.getInitContainers().stream(), spec.getContainers().stream())
        .filter(it -> it.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  static Duration grace(Pod pod) {
    var seconds = pod.getSpec().getTerminationGracePeriodSeconds();
    return Duration.ofSeconds(seconds == null ? GRACE_SECONDS : seconds);
  }
}
