package dev.tulle.cli.local.controller;

import dev.tulle.core.name.ObjectName;
import dev.tulle.core.status.Finding;
import dev.tulle.core.world.PodRecord;
import dev.tulle.core.world.PodRecord.PodPort;
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
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The pods that one object of the folder makes, or is, whether or not they exist yet: its kind and
/// name, their labels, spec, and the ports they declare.
record Source(ObjectName object, Map<String, String> labels, PodSpec spec, List<PodPort> ports) {

  private static final String TEMPLATE = "spec.template.spec";

  static List<Source> all(Collection<? extends HasMetadata> objects) {
    return objects.stream().flatMap(o -> of(o).stream()).toList();
  }

  private static Optional<Source> of(HasMetadata object) {
    return switch (object) {
      case Pod pod -> Optional.of(source(pod, pod.getMetadata(), pod.getSpec()));
      case Deployment d when d.getSpec() != null -> template(d, d.getSpec().getTemplate());
      case StatefulSet s when s.getSpec() != null -> template(s, s.getSpec().getTemplate());
      case Job j when j.getSpec() != null -> template(j, j.getSpec().getTemplate());
      default -> Optional.empty();
    };
  }

  List<Finding> unused() {
    return UnusedFields.of(object, spec, object.kind().equals("Pod") ? "spec" : TEMPLATE);
  }

  private static Optional<Source> template(HasMetadata object, @Nullable PodTemplateSpec template) {
    return template == null
        ? Optional.empty()
        : Optional.of(source(object, template.getMetadata(), template.getSpec()));
  }

  private static Source source(
      HasMetadata object, @Nullable ObjectMeta metadata, @Nullable PodSpec spec) {
    return new Source(
        Fields.name(object.getKind(), object.getMetadata()),
        Fields.map(Fields.or(metadata, new ObjectMeta()).getLabels()),
        Fields.or(spec, new PodSpec()),
        PodRecord.ports(Fields.or(spec, new PodSpec())));
  }
}
