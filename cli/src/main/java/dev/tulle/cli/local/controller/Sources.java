package dev.tulle.cli.local.controller;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which pods a folder's objects make, whether or not they exist yet.
final class Sources {

  private Sources() {}

  static List<ServiceCheck.Source> of(Collection<? extends HasMetadata> objects) {
    return objects.stream().flatMap(o -> of(o).stream()).toList();
  }

  private static Optional<ServiceCheck.Source> of(HasMetadata object) {
    return switch (object) {
      case Pod pod -> Optional.of(source(pod, pod.getMetadata(), pod.getSpec()));
      case Deployment d when d.getSpec() != null -> template(d, d.getSpec().getTemplate());
      case StatefulSet s when s.getSpec() != null -> template(s, s.getSpec().getTemplate());
      case Job j when j.getSpec() != null -> template(j, j.getSpec().getTemplate());
      default -> Optional.empty();
    };
  }

  private static Optional<ServiceCheck.Source> template(
      HasMetadata object, @Nullable PodTemplateSpec template) {
    return template == null
        ? Optional.empty()
        : Optional.of(source(object, template.getMetadata(), template.getSpec()));
  }

  private static ServiceCheck.Source source(
      HasMetadata object, @Nullable ObjectMeta metadata, @Nullable PodSpec spec) {
    return new ServiceCheck.Source(
        Fields.name(object.getKind(), object.getMetadata()),
        Fields.map(Fields.or(metadata, new ObjectMeta()).getLabels()),
        PodRecords.ports(Fields.or(spec, new PodSpec())));
  }
}
