package dev.tulle.core.crd;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tulle.core.crd.ProxyParameters.NodeParameters;
import dev.tulle.core.crd.ProxyParameters.Scale;
import dev.tulle.core.crd.ProxyParameters.ServiceParameters;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The `spec` of a `GatewayParameters` object, field by field as it is written.
@JsonAutoDetect(fieldVisibility = Visibility.ANY)
@JsonInclude(JsonInclude.Include.NON_NULL)
final class GatewayParametersSpec {

  private static final int CPU_PERCENT = 80;
  private static final int LEAST_REPLICAS = 2;

  private @Nullable Integer replicas;
  private @Nullable Autoscaling autoscaling;
  private @Nullable String image;
  private @Nullable String logLevel;
  private @Nullable ResourceRequirements resources;
  private @Nullable ServiceFields service;
  private @Nullable NodeFields node;

  @JsonAutoDetect(fieldVisibility = Visibility.ANY)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  static final class Autoscaling {
    private @Nullable Integer minReplicas;
    private @Nullable Integer maxReplicas;
    private @Nullable Integer cpuPercent;
  }

  @JsonAutoDetect(fieldVisibility = Visibility.ANY)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  static final class ServiceFields {
    private @Nullable String type;
    private @Nullable Map<String, String> annotations;
    private @Nullable String externalTrafficPolicy;
    private @Nullable String loadBalancerClass;
    private @Nullable List<String> loadBalancerSourceRanges;
  }

  @JsonAutoDetect(fieldVisibility = Visibility.ANY)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  static final class NodeFields {
    private @Nullable Map<String, String> selector;
    private @Nullable List<Toleration> tolerations;
  }

  ProxyParameters read() {
    return new ProxyParameters(
        scale(),
        Optional.ofNullable(image),
        Optional.ofNullable(logLevel),
        Optional.ofNullable(resources),
        service(),
        node());
  }

  private Optional<Scale> scale() {
    if (autoscaling == null) {
      return Optional.ofNullable(replicas).map(Scale.Fixed::new);
    }
    var most = Objects.requireNonNullElse(autoscaling.maxReplicas, LEAST_REPLICAS);
    return Optional.of(
        new Scale.Between(
            Objects.requireNonNullElse(autoscaling.minReplicas, Math.min(LEAST_REPLICAS, most)),
            most,
            Objects.requireNonNullElse(autoscaling.cpuPercent, CPU_PERCENT)));
  }

  private ServiceParameters service() {
    return service == null
        ? ServiceParameters.NONE
        : new ServiceParameters(
            Optional.ofNullable(service.type),
            service.annotations == null ? Map.of() : service.annotations,
            Optional.ofNullable(service.externalTrafficPolicy),
            Optional.ofNullable(service.loadBalancerClass),
            Optional.ofNullable(service.loadBalancerSourceRanges));
  }

  private NodeParameters node() {
    return node == null
        ? NodeParameters.NONE
        : new NodeParameters(
            Optional.ofNullable(node.selector), Optional.ofNullable(node.tolerations));
  }
}
