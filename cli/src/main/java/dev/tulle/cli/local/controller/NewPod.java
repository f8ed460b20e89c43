package dev.tulle.cli.local.controller;

import dev.tulle.core.name.ObjectName;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The pod that a controller makes of a template: what the template says, and what makes the pod
/// its own. `hostname` and `subdomain` are the template's where they are empty here.
record NewPod(
    ObjectName name,
    Map<String, String> labels,
    Map<String, String> annotations,
    String hostname,
    String subdomain,
    List<OwnerReference> owners) {

  static NewPod owned(HasMetadata owner, ObjectName name, Map<String, String> labels) {
    return new NewPod(name, labels, Map.of(), "", "", List.of(reference(owner)));
  }

  NewPod withAnnotations(Map<String, String> more) {
    return new NewPod(name, labels, more, hostname, subdomain, owners);
  }

  NewPod withHost(String host, String domain) {
    return new NewPod(name, labels, annotations, host, domain, owners);
  }

  Action.Create from(Template template, Round round) {
    var metadata =
        new ObjectMetaBuilder()
            .withNamespace(name.namespace())
            .withName(name.name())
            .withUid(round.names().uid())
            .withCreationTimestamp(round.now().toString())
            .withLabels(merged(Fields.map(template.metadata().getLabels()), labels))
            .withAnnotations(merged(Fields.map(template.metadata().getAnnotations()), annotations))
            .withOwnerReferences(owners)
            .build();
    return new Action.Create(
        new PodBuilder()
            .withMetadata(metadata)
            .withSpec(spec(template.spec(), round.node()))
            .build());
  }

  private PodSpec spec(PodSpec spec, String node) {
    var built = new PodSpecBuilder(spec).withNodeName(node);
    if (Fields.text(spec.getServiceAccountName()).isEmpty()) {
      built.withServiceAccountName("default");
    }
    if (!hostname.isEmpty()) {
      built.withHostname(hostname);
    }
    if (!subdomain.isEmpty()) {
      built.withSubdomain(subdomain);
    }
    return built.build();
  }

  /// The owner's uid follows from its name: a folder's objects have none, and it is to be the same
  /// in the next process.
  private static OwnerReference reference(HasMetadata owner) {
    var name = Fields.name(owner.getKind(), owner.getMetadata());
    return new OwnerReferenceBuilder()
        .withApiVersion(owner.getApiVersion())
        .withKind(name.kind())
        .withName(name.name())
        .withUid(
            UUID.nameUUIDFromBytes(name.toString().getBytes(StandardCharsets.UTF_8)).toString())
        .withController(true)
        .withBlockOwnerDeletion(true)
        .build();
  }

  private static Map<String, String> merged(Map<String, String> first, Map<String, String> then) {
    var all = new LinkedHashMap<>(first);
    all.putAll(then);
    return all;
  }
}
