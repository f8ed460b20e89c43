package dev.tulle.core.crd;

import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a `GatewayParameters` object says of the proxies of a Gateway; what it leaves open is
/// empty. These fields are all that can be chosen: the rest of a proxy's Pod is always the same.
public record ProxyParameters(
    Optional<Scale> scale,
    Optional<String> image,
    Optional<String> logLevel,
    Optional<ResourceRequirements> resources,
    ServiceParameters service,
    NodeParameters node) {

  public static final ProxyParameters NONE =
      new ProxyParameters(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          ServiceParameters.NONE,
          NodeParameters.NONE);

  /// How many proxies there are.
  public sealed interface Scale {

    record Fixed(int replicas) implements Scale {}

    /// As many as it takes to use this share of the CPU that they ask for.
    record Between(int least, int most, int cpuPercent) implements Scale {}
  }

  /// The Service before the proxies.
  public record ServiceParameters(
      Optional<String> type,
      Map<String, String> annotations,
      Optional<String> externalTrafficPolicy,
      Optional<String> loadBalancerClass,
      Optional<List<String>> loadBalancerSourceRanges) {

    public static final ServiceParameters NONE =
        new ServiceParameters(
            Optional.empty(), Map.of(), Optional.empty(), Optional.empty(), Optional.empty());

    public ServiceParameters {
      annotations = Map.copyOf(annotations);
    }

    private ServiceParameters over(ServiceParameters other) {
      var merged = new TreeMap<>(other.annotations);
      merged.putAll(annotations);
      return new ServiceParameters(
          type.or(other::type),
          merged,
          externalTrafficPolicy.or(other::externalTrafficPolicy),
          loadBalancerClass.or(other::loadBalancerClass),
          loadBalancerSourceRanges.or(other::loadBalancerSourceRanges));
    }
  }

  /// Where the proxies may run.
  public record NodeParameters(
      Optional<Map<String, String>> selector, Optional<List<Toleration>> tolerations) {

    public static final NodeParameters NONE =
        new NodeParameters(Optional.empty(), Optional.empty());

    private NodeParameters over(NodeParameters other) {
      return new NodeParameters(selector.or(other::selector), tolerations.or(other::tolerations));
    }
  }

  /// These, and from the others what these leave open. Annotations are taken one by one, everything
  /// else as a whole.
  public ProxyParameters over(ProxyParameters other) {
    return new ProxyParameters(
        scale.or(other::scale),
        image.or(other::image),
        logLevel.or(other::logLevel),
        resources.or(other::resources),
        service.over(other.service),
        node.over(other.node));
  }

  /// Why a Gateway of a namespace may not refer to these: one clause, or nothing where it may. Who
  /// can write a Gateway must not thereby run a program of his own choice.
  public Optional<String> whyNotOfGateway() {
    return image.map(
        each ->
            "`spec.image` can be chosen only in the parameters of a GatewayClass, not in those of"
                + " a Gateway");
  }
}
