package dev.tulle.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.discovery.Injection;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a pod is given when it is created.
class PodAdmissionTest {

  private static final String ZONE = "topology.kubernetes.io/zone";

  @Test
  void itSaysHowItTakesPartFromThenOn() {
    assertThat(injected(Map.of(), Optional.empty())).isEqualTo("true");
    assertThat(injected(Map.of(), namespace("false"))).isEqualTo("false");
    assertThat(injected(Map.of(), namespace("grpc"))).isEqualTo("grpc");
    assertThat(injected(Map.of(Injection.KEY, "true"), namespace("false"))).isEqualTo("true");
    assertThat(injected(Map.of(Injection.KEY, "false"), Optional.empty())).isEqualTo("false");
  }

  @Test
  void itHasTheZoneOfTheMachineUnlessItSaysAnother() {
    var north = new PodAdmission("north");
    assertThat(north.admit(pod(Map.of()), Optional.empty()).getMetadata().getLabels())
        .containsEntry(ZONE, "north");
    assertThat(north.admit(pod(Map.of(ZONE, "south")), Optional.empty()).getMetadata().getLabels())
        .containsEntry(ZONE, "south");
    assertThat(
            new PodAdmission("").admit(pod(Map.of()), Optional.empty()).getMetadata().getLabels())
        .doesNotContainKey(ZONE);
  }

  private static String injected(Map<String, String> labels, Optional<HasMetadata> namespace) {
    return new PodAdmission("")
        .admit(pod(labels), namespace)
        .getMetadata()
        .getAnnotations()
        .getOrDefault(Injection.KEY, "");
  }

  private static Pod pod(Map<String, String> labels) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("a")
        .withNamespace("shop")
        .withLabels(labels)
        .endMetadata()
        .build();
  }

  private static Optional<HasMetadata> namespace(String word) {
    return Optional.of(
        new NamespaceBuilder()
            .withNewMetadata()
            .withName("shop")
            .addToLabels(Injection.KEY, word)
            .endMetadata()
            .build());
  }
}
