package dev.tulle.server.deploy;

import dev.tulle.core.gateway.GatewayApi;
import dev.tulle.core.world.Given;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Map;
import java.util.Optional;

/// How many replicas a Deployment has when we stop saying so, since an autoscaler is to. A number
/// that nobody owns any more is reset to one by the API server, and all proxies but one would end
/// until the autoscaler's next turn.
final class KeptReplicas {

  /// Owns the number from then on, until somebody writes another one.
  static final String MANAGER = "tulle-replicas";

  private KeptReplicas() {}

  /// What is to be applied by [#MANAGER] before `wanted` is: nothing where no number would get
  /// lost.
  static Optional<Deployment> before(HasMetadata wanted, HasMetadata there) {
    return wanted instanceof Deployment next
            && next.getSpec().getReplicas() == null
            && there instanceof Deployment now
            && Given.list(now.getMetadata().getManagedFields()).stream()
                .anyMatch(KeptReplicas::isOurs)
        ? Optional.of(numberOf(now))
        : Optional.empty();
  }

  private static boolean isOurs(ManagedFieldsEntry entry) {
    return GatewayApi.TULLE.equals(entry.getManager())
        && "Apply".equals(entry.getOperation())
        && Optional.ofNullable(entry.getFieldsV1())
            .map(FieldsV1::getAdditionalProperties)
            .map(fields -> fields.get("f:spec"))
            .filter(spec -> spec instanceof Map<?, ?> map && map.containsKey("f:replicas"))
            .isPresent();
  }

  private static Deployment numberOf(Deployment now) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withNamespace(now.getMetadata().getNamespace())
        .withName(now.getMetadata().getName())
        .endMetadata()
        .withNewSpec()
        .withReplicas(now.getSpec().getReplicas())
        .endSpec()
        .build();
  }
}
