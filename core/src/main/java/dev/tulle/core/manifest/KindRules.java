package dev.tulle.core.manifest;

import dev.tulle.core.discovery.Injection;
import dev.tulle.core.world.Given;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an API server checks beyond the schema, before defaults are filled in: a field that is
/// absent is `null`, an empty list or an empty map. One class holds the rules of a kind.
final class KindRules {

  private KindRules() {}

  static void check(HasMetadata object, Report report) {
    metadata(object, report);
    switch (object) {
      case Service service -> ServiceRules.check(service, report);
      case Ingress ingress -> IngressRules.check(ingress, report);
      case IngressClass ingressClass -> IngressRules.check(ingressClass, report);
      case EndpointSlice slice -> EndpointSliceRules.check(slice, report);
      case Secret secret -> ConfigRules.check(secret, report);
      case ConfigMap map -> ConfigRules.check(map, report);
      case Pod pod -> WorkloadRules.check(pod, report);
      case Deployment deployment -> WorkloadRules.check(deployment, report);
      case StatefulSet set -> WorkloadRules.check(set, report);
      case Job job -> WorkloadRules.check(job, report);
      default -> {}
    }
  }

  private static void metadata(HasMetadata object, Report report) {
    var metadata = object.getMetadata();
    var name = metadata.getName();
    var wrong =
        switch (object) {
          case Service _ -> Formats.serviceName(name);
          case Namespace _ -> Formats.dnsLabel(name);
          default -> Formats.dnsName(name);
        };
    wrong.ifPresent(w -> report.error("metadata.name", "InvalidName", w, "rename it"));
    if (metadata.getNamespace() != null) {
      Formats.dnsLabel(metadata.getNamespace())
          .ifPresent(w -> report.error("metadata.namespace", "InvalidName", w, "rename it"));
    }
    labels(metadata.getLabels(), "metadata.labels", report);
    keys(metadata.getAnnotations(), "metadata.annotations", report);
    if (object instanceof Pod || object instanceof Namespace) {
      injection(metadata, "metadata", report);
    }
  }

  /// What the object or template whose metadata is at `path` says about the mesh.
  static void injection(@Nullable ObjectMeta metadata, String path, Report report) {
    if (metadata == null) {
      return;
    }
    var label = Given.text(metadata.getLabels(), Injection.KEY);
    var word = label.isEmpty() ? Given.text(metadata.getAnnotations(), Injection.KEY) : label;
    var map = path + (label.isEmpty() ? ".annotations" : ".labels");
    if (!word.isEmpty()) {
      Injection.wrong(word)
          .ifPresent(
              wrong ->
                  report.warning(
                      SchemaWalker.child(map, Injection.KEY),
                      Injection.REASON,
                      wrong,
                      Injection.CURE));
    }
  }

  /// Labels, or a selector by labels.
  static void labels(@Nullable Map<String, String> labels, String path, Report report) {
    keys(labels, path, report);
    if (labels != null) {
      labels.forEach(
          (key, value) ->
              Formats.labelValue(value)
                  .ifPresent(
                      w ->
                          report.error(
                              SchemaWalker.child(path, key), "InvalidLabel", w, "correct it")));
    }
  }

  private static void keys(@Nullable Map<String, String> map, String path, Report report) {
    if (map != null) {
      map.keySet()
          .forEach(
              key ->
                  Formats.qualifiedName(key)
                      .ifPresent(
                          w ->
                              report.error(
                                  SchemaWalker.child(path, key),
                                  "InvalidLabel",
                                  "has a key that " + w,
                                  "correct the key")));
    }
  }
}
