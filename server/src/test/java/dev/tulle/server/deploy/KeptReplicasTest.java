package dev.tulle.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tulle.core.gateway.GatewayApi;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeptReplicasTest {

  private static final Map<String, Object> REPLICAS =
      Map.of("f:spec", Map.of("f:replicas", Map.of()));
  private static final Map<String, Object> OTHERS = Map.of("f:spec", Map.of("f:paused", Map.of()));

  @Test
  void aNumberOfOursIsKeptWhenWeSayNoneAnyMore() {
    var kept = KeptReplicas.before(deployment(null), owned(3, GatewayApi.TULLE, REPLICAS));

    assertThat(kept).hasValueSatisfying(it -> assertThat(it.getSpec().getReplicas()).isEqualTo(3));
    assertThat(kept.orElseThrow().getMetadata().getName()).isEqualTo("edge");
  }

  @Test
  void whereNoneWouldGetLostThereIsNothingToDo() {
    var ours = owned(3, GatewayApi.TULLE, REPLICAS);

    assertThat(KeptReplicas.before(deployment(2), ours)).isEmpty();
    assertThat(KeptReplicas.before(deployment(null), owned(3, "hpa", REPLICAS))).isEmpty();
    assertThat(KeptReplicas.before(deployment(null), owned(3, GatewayApi.TULLE, OTHERS))).isEmpty();
    assertThat(KeptReplicas.before(deployment(null), deployment(3))).isEmpty();
    assertThat(KeptReplicas.before(new ConfigMapBuilder().build(), ours)).isEmpty();
  }

  private static Deployment owned(int replicas, String manager, Map<String, Object> fields) {
    var entry = new FieldsV1();
    entry.setAdditionalProperties(fields);
    return new DeploymentBuilder(deployment(replicas))
        .editMetadata()
        .withManagedFields(
            new ManagedFieldsEntryBuilder()
                .withManager(manager)
                .withOperation("Apply")
                .withFieldsV1(entry)
                .build())
        .endMetadata()
        .build();
  }

  private static Deployment deployment(@Nullable Integer replicas) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("edge")
        .withNamespace("shop")
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .endSpec()
        .build();
  }
}
