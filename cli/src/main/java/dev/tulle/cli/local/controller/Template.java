package dev.tulle.cli.local.controller;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What pods are made from, and its hash: equal content has an equal hash, in this process and in
/// any other, so a pod knows by its hash whether its template has changed.
record Template(ObjectMeta metadata, PodSpec spec, String hash) {

  private static final int LENGTH = 10;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  static Template of(@Nullable PodTemplateSpec template) {
    var present = template == null ? new PodTemplateSpec() : template;
    return of(
        Fields.or(present.getMetadata(), new ObjectMeta()),
        Fields.or(present.getSpec(), new PodSpec()));
  }

  static Template of(ObjectMeta metadata, PodSpec spec) {
    return new Template(metadata, spec, hash(metadata, spec));
  }

  /// The template a pod was made from, for when one more of an earlier kind is wanted.
  static Template from(Pod pod, String hash) {
    var metadata = pod.getMetadata();
    return new Template(
        new ObjectMetaBuilder()
            .withLabels(metadata.getLabels())
            .withAnnotations(metadata.getAnnotations())
            .build(),
        pod.getSpec(),
        hash);
  }

  /// This one with one more variable in the environment of every container, unless it is set.
  Template withVariable(String name, String value) {
    var built = new PodSpecBuilder(spec);
    var more = new EnvVarBuilder().withName(name).withValue(value).build();
    built.withContainers(with(more, spec.getContainers()));
    built.withInitContainers(with(more, spec.getInitContainers()));
    return new Template(metadata, built.build(), hash);
  }

  private static List<Container> with(EnvVar more, @Nullable List<Container> containers) {
    return Fields.list(containers).stream()
        .map(
            c ->
                Fields.list(c.getEnv()).stream().anyMatch(e -> more.getName().equals(e.getName()))
                    ? c
                    : new ContainerBuilder(c).addToEnv(more).build())
        .toList();
  }

  /// Of labels, annotations and spec, in the alphabet of Kubernetes' own hashes.
  private static String hash(ObjectMeta metadata, PodSpec spec) {
    var content =
        JSON.createObjectNode()
            .putPOJO("labels", Fields.map(metadata.getLabels()))
            .putPOJO("annotations", Fields.map(metadata.getAnnotations()))
            .putPOJO("spec", spec);
    return shortHash(JSON.writeValueAsString(content), LENGTH);
  }

  static String shortHash(String content, int length) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      var text = new StringBuilder();
      for (int i = 0; i < length; i++) {
        text.append(
            PodNames.ALPHABET.charAt(Byte.toUnsignedInt(digest[i]) % PodNames.ALPHABET.length()));
      }
      return text.toString();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
