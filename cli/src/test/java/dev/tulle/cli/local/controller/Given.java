package dev.tulle.cli.local.controller;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Objects as a folder would hold them, and pods in the states a runtime would report.
final class Given {

  static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private Given() {}

  static Deployment deployment(String name, int replicas, String version) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("default")
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withNewSelector()
        .addToMatchLabels("app", name)
        .endSelector()
        .withTemplate(template(name, version))
        .endSpec()
        .build();
  }

  static Deployment rolling(Deployment deployment, String surge, String unavailable) {
    return new DeploymentBuilder(deployment)
        .editSpec()
        .withNewStrategy()
        .withType("RollingUpdate")
        .withNewRollingUpdate()
        .withMaxSurge(intOrString(surge))
        .withMaxUnavailable(intOrString(unavailable))
        .endRollingUpdate()
        .endStrategy()
        .endSpec()
        .build();
  }

  static PodTemplateSpec template(String app, String version) {
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .addToLabels("app", app)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("main")
        .withImage("example/" + app + ":" + version)
        .addNewPort()
        .withName("http")
        .withContainerPort(9376)
        .endPort()
        .endContainer()
        .endSpec()
        .build();
  }

  static Service service(String name, Map<String, String> selector, IntOrString target) {
    return new ServiceBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("default")
        .endMetadata()
        .withNewSpec()
        .withSelector(selector)
        .addNewPort()
        .withPort(80)
        .withTargetPort(target)
        .withProtocol("TCP")
        .endPort()
        .endSpec()
        .build();
  }

  static IntOrString intOrString(String text) {
    return text.endsWith("%") ? new IntOrString(text) : new IntOrString(Integer.valueOf(text));
  }

  /// Also of what is neither.
  static IntOrString anyIntOrString(String text) {
    return text.matches("-?\\d+") ? new IntOrString(Integer.valueOf(text)) : new IntOrString(text);
  }

  static Pod running(Pod pod, String ip, boolean ready, Instant since) {
    return new PodBuilder(pod)
        .withNewStatus()
        .withPhase("Running")
        .withPodIP(ip)
        .withConditions(
            new PodConditionBuilder()
                .withType("Ready")
                .withStatus(ready ? "True" : "False")
                .withLastTransitionTime(since.toString())
                .build())
        .endStatus()
        .build();
  }

  static Pod pod(String name, Map<String, String> labels) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("default")
        .withLabels(labels)
        .endMetadata()
        .withNewSpec()
        .withNodeName("here")
        .addNewContainer()
        .withName("main")
        .addNewPort()
        .withName("http")
        .withContainerPort(9376)
        .endPort()
        .endContainer()
        .endSpec()
        .build();
  }

  static Pod terminating(Pod pod) {
    return new PodBuilder(pod)
        .editMetadata()
        .withDeletionTimestamp(NOW.toString())
        .endMetadata()
        .build();
  }

  static Pod phase(Pod pod, String phase) {
    return new PodBuilder(pod)
        .editOrNewStatus()
        .withPhase(phase)
        .withConditions(List.of())
        .endStatus()
        .build();
  }
}
