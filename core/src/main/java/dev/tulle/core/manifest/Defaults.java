package dev.tulle.core.manifest;

import io.fabric8.kubernetes.api.model.ClientIPConfig;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.SessionAffinityConfig;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetUpdateStrategy;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The values an API server fills in where a file is silent, for all fields that are used.
final class Defaults {

  private Defaults() {}

  static void apply(HasMetadata object) {
    switch (object) {
      case Service service -> service(service);
      case EndpointSlice slice ->
          slice
              .getPorts()
              .forEach(
                  port -> {
                    unset(port.getName(), () -> "", port::setName);
                    unset(port.getProtocol(), () -> "TCP", port::setProtocol);
                  });
      case Ingress ingress -> ingress(ingress);
      case Secret secret -> secret(secret);
      case Namespace namespace ->
          namespace
              .getMetadata()
              .getLabels()
              .put("kubernetes.io/metadata.name", namespace.getMetadata().getName());
      case Pod pod -> pod(pod.getSpec());
      case Deployment deployment -> deployment(deployment);
      case StatefulSet set -> statefulSet(set);
      case Job job -> job(job);
      default -> {}
    }
  }

  private static <T> void unset(@Nullable T value, Supplier<T> standard, Consumer<T> set) {
    if (value == null) {
      set.accept(standard.get());
    }
  }

  private static void service(Service service) {
    var spec = service.getSpec();
    unset(spec.getType(), () -> "ClusterIP", spec::setType);
    unset(spec.getSessionAffinity(), () -> "None", spec::setSessionAffinity);
    if (spec.getSessionAffinity().equals("ClientIP")) {
      unset(
          spec.getSessionAffinityConfig(),
          SessionAffinityConfig::new,
          spec::setSessionAffinityConfig);
      var config = spec.getSessionAffinityConfig();
      unset(config.getClientIP(), ClientIPConfig::new, config::setClientIP);
      var client = config.getClientIP();
      unset(client.getTimeoutSeconds(), () -> 10_800, client::setTimeoutSeconds);
    } else {
      spec.setSessionAffinityConfig(null);
    }
    for (var port : spec.getPorts()) {
      unset(port.getProtocol(), () -> "TCP", port::setProtocol);
      var target = port.getTargetPort();
      boolean none =
          target == null
              || Integer.valueOf(0).equals(target.getIntVal())
              || "".equals(target.getStrVal());
      if (none) {
        port.setTargetPort(new IntOrString(port.getPort()));
      }
    }
    if (!spec.getType().equals("ExternalName")) {
      unset(spec.getInternalTrafficPolicy(), () -> "Cluster", spec::setInternalTrafficPolicy);
    }
    if (spec.getType().equals("NodePort") || spec.getType().equals("LoadBalancer")) {
      unset(spec.getExternalTrafficPolicy(), () -> "Cluster", spec::setExternalTrafficPolicy);
    }
  }

  /// An API server has no default for `pathType`: it refuses a path without one. See
  // `IngressRules`.
  private static void ingress(Ingress ingress) {
    for (var rule : ingress.getSpec().getRules()) {
      if (rule.getHttp() != null) {
        rule.getHttp()
            .getPaths()
            .forEach(
                path ->
                    unset(path.getPathType(), () -> "ImplementationSpecific", path::setPathType));
      }
    }
  }

  private static void secret(Secret secret) {
    unset(secret.getType(), () -> "Opaque", secret::setType);
    if (secret.getStringData() != null && !secret.getStringData().isEmpty()) {
      var data = new LinkedHashMap<String, String>();
      if (secret.getData() != null) {
        data.putAll(secret.getData());
      }
      secret
          .getStringData()
          .forEach(
              (key, value) ->
                  data.put(
                      key,
                      Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
      secret.setData(data);
      secret.setStringData(new LinkedHashMap<>());
    }
  }

  private static void deployment(Deployment deployment) {
    var spec = deployment.getSpec();
    unset(spec.getReplicas(), () -> 1, spec::setReplicas);
    unset(spec.getMinReadySeconds(), () -> 0, spec::setMinReadySeconds);
    unset(spec.getProgressDeadlineSeconds(), () -> 600, spec::setProgressDeadlineSeconds);
    unset(spec.getStrategy(), DeploymentStrategy::new, spec::setStrategy);
    var strategy = spec.getStrategy();
    unset(strategy.getType(), () -> "RollingUpdate", strategy::setType);
    if (strategy.getType().equals("RollingUpdate")) {
      unset(strategy.getRollingUpdate(), RollingUpdateDeployment::new, strategy::setRollingUpdate);
      var rolling = strategy.getRollingUpdate();
      unset(rolling.getMaxSurge(), () -> new IntOrString("25%"), rolling::setMaxSurge);
      unset(rolling.getMaxUnavailable(), () -> new IntOrString("25%"), rolling::setMaxUnavailable);
    }
    pod(spec.getTemplate().getSpec());
  }

  private static void statefulSet(StatefulSet set) {
    var spec = set.getSpec();
    unset(spec.getReplicas(), () -> 1, spec::setReplicas);
    unset(spec.getMinReadySeconds(), () -> 0, spec::setMinReadySeconds);
    unset(spec.getPodManagementPolicy(), () -> "OrderedReady", spec::setPodManagementPolicy);
    unset(spec.getUpdateStrategy(), StatefulSetUpdateStrategy::new, spec::setUpdateStrategy);
    var strategy = spec.getUpdateStrategy();
    unset(strategy.getType(), () -> "RollingUpdate", strategy::setType);
    pod(spec.getTemplate().getSpec());
  }

  private static void job(Job job) {
    var spec = job.getSpec();
    if (spec.getCompletions() == null && spec.getParallelism() == null) {
      spec.setCompletions(1);
    }
    unset(spec.getParallelism(), () -> 1, spec::setParallelism);
    boolean perIndex = spec.getBackoffLimitPerIndex() != null;
    unset(spec.getBackoffLimit(), () -> perIndex ? Integer.MAX_VALUE : 6, spec::setBackoffLimit);
    unset(spec.getCompletionMode(), () -> "NonIndexed", spec::setCompletionMode);
    unset(spec.getSuspend(), () -> false, spec::setSuspend);
    pod(spec.getTemplate().getSpec());
  }

  private static void pod(PodSpec spec) {
    unset(spec.getRestartPolicy(), () -> "Always", spec::setRestartPolicy);
    unset(
        spec.getTerminationGracePeriodSeconds(), () -> 30L, spec::setTerminationGracePeriodSeconds);
    unset(spec.getDnsPolicy(), () -> "ClusterFirst", spec::setDnsPolicy);
    unset(spec.getServiceAccountName(), () -> "default", spec::setServiceAccountName);
    spec.getInitContainers().forEach(Defaults::container);
    spec.getContainers().forEach(Defaults::container);
  }

  private static void container(Container container) {
    container.getPorts().forEach(port -> unset(port.getProtocol(), () -> "TCP", port::setProtocol));
    probe(container.getReadinessProbe());
    probe(container.getLivenessProbe());
    probe(container.getStartupProbe());
    var lifecycle = container.getLifecycle();
    if (lifecycle != null) {
      handler(lifecycle.getPostStart());
      handler(lifecycle.getPreStop());
    }
  }

  private static void probe(@Nullable Probe probe) {
    if (probe != null) {
      unset(probe.getInitialDelaySeconds(), () -> 0, probe::setInitialDelaySeconds);
      positive(probe.getTimeoutSeconds(), 1, probe::setTimeoutSeconds);
      positive(probe.getPeriodSeconds(), 10, probe::setPeriodSeconds);
      positive(probe.getSuccessThreshold(), 1, probe::setSuccessThreshold);
      positive(probe.getFailureThreshold(), 3, probe::setFailureThreshold);
      http(probe.getHttpGet());
    }
  }

  /// Zero, too, counts as unset in a probe.
  private static void positive(@Nullable Integer value, int standard, Consumer<Integer> set) {
    if (value == null || value == 0) {
      set.accept(standard);
    }
  }

  private static void handler(@Nullable LifecycleHandler handler) {
    if (handler != null) {
      http(handler.getHttpGet());
    }
  }

  private static void http(@Nullable HTTPGetAction get) {
    if (get != null) {
      if (get.getPath() == null || get.getPath().isEmpty()) {
        get.setPath("/");
      }
      unset(get.getScheme(), () -> "HTTP", get::setScheme);
    }
  }
}
