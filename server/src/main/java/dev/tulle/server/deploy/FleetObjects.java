package dev.tulle.server.deploy;

import dev.tulle.core.crd.ProxyParameters.Scale;
import dev.tulle.core.gateway.GatewayApi;
import dev.tulle.core.xds.PodFiles;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The objects that make a fleet, in the order in which they are applied. Pure.
final class FleetObjects {

  /// The ConfigMap that proxies of a namespace trust the control plane by.
  static final String ROOT = "tulle-root";

  private static final String LOAD_BALANCER = "LoadBalancer";

  private FleetObjects() {}

  static List<HasMetadata> of(Fleet fleet, FleetSite site) {
    var objects = new ArrayList<HasMetadata>();
    objects.add(
        new ServiceAccountBuilder()
            .withMetadata(metadata(fleet))
            .withAutomountServiceAccountToken(false)
            .build());
    objects.add(service(fleet));
    objects.add(FleetPods.of(fleet, site));
    if (FleetPods.least(fleet) > 1) {
      objects.add(
          new PodDisruptionBudgetBuilder()
              .withMetadata(metadata(fleet))
              .withNewSpec()
              .withNewMaxUnavailable(1)
              .withNewSelector()
              .withMatchLabels(new TreeMap<>(fleet.selector()))
              .endSelector()
              .endSpec()
              .build());
    }
    if (fleet.parameters().scale().orElse(null) instanceof Scale.Between between) {
      objects.add(autoscaler(fleet, between));
    }
    return List.copyOf(objects);
  }

  /// What the proxies of a namespace have in common, whatever gateway they are of.
  static ConfigMap root(String namespace, FleetSite site) {
    var data = new TreeMap<>(Map.of("ca.crt", site.root()));
    data.putAll(PodFiles.of(FleetPods.ROOT_DIRECTORY, FleetPods.TOKEN_DIRECTORY));
    return new ConfigMapBuilder()
        .withMetadata(
            new ObjectMetaBuilder()
                .withNamespace(namespace)
                .withName(ROOT)
                .addToLabels(GatewayApi.MANAGED_BY, GatewayApi.TULLE)
                .build())
        .withData(data)
        .build();
  }

  static ObjectMeta metadata(Fleet fleet) {
    return new ObjectMetaBuilder()
        .withNamespace(fleet.namespace())
        .withName(fleet.name())
        .withLabels(labels(fleet))
        .withAnnotations(new TreeMap<>(fleet.annotations()))
        .withOwnerReferences(fleet.owner().stream().toList())
        .build();
  }

  /// Those that a user asks for never replace ours.
  static SortedMap<String, String> labels(Fleet fleet) {
    var labels = new TreeMap<>(fleet.labels());
    labels.putAll(fleet.selector());
    labels.put(GatewayApi.MANAGED_BY, GatewayApi.TULLE);
    return labels;
  }

  private static Service service(Fleet fleet) {
    var wanted = fleet.parameters().service();
    var type = wanted.type().orElse(LOAD_BALANCER);
    var metadata = metadata(fleet);
    var annotations = new TreeMap<>(fleet.annotations());
    annotations.putAll(wanted.annotations());
    metadata.setAnnotations(annotations);
    var spec =
        new ServiceBuilder()
            .withMetadata(metadata)
            .withNewSpec()
            .withType(type)
            .withSelector(new TreeMap<>(fleet.selector()))
            .withPorts(fleet.ports().stream().map(FleetObjects::port).toList());
    if (type.equals(LOAD_BALANCER)) {
      wanted.loadBalancerClass().ifPresent(spec::withLoadBalancerClass);
      wanted.loadBalancerSourceRanges().ifPresent(spec::withLoadBalancerSourceRanges);
      fleet.addresses().stream().findFirst().ifPresent(spec::withLoadBalancerIP);
    }
    if (!type.equals("ClusterIP")) {
      wanted.externalTrafficPolicy().ifPresent(spec::withExternalTrafficPolicy);
    }
    return spec.endSpec().build();
  }

  private static ServicePort port(Fleet.Port port) {
    return new ServicePortBuilder()
        .withName(port.name())
        .withProtocol(port.protocol())
        .withPort(port.number())
        .withNewTargetPort(port.number())
        .build();
  }

  private static HorizontalPodAutoscaler autoscaler(Fleet fleet, Scale.Between between) {
    return new HorizontalPodAutoscalerBuilder()
        .withMetadata(metadata(fleet))
        .withNewSpec()
        .withNewScaleTargetRef("apps/v1", "Deployment", fleet.name())
        .withMinReplicas(between.least())
        .withMaxReplicas(between.most())
        .addNewMetric()
        .withType("Resource")
        .withNewResource()
        .withName("cpu")
        .withNewTarget()
        .withType("Utilization")
        .withAverageUtilization(between.cpuPercent())
        .endTarget()
        .endResource()
        .endMetric()
        .endSpec()
        .build();
  }
}
