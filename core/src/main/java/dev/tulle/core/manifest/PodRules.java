package dev.tulle.core.manifest;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.TCPSocketAction;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The spec of a pod, wherever it stands.
final class PodRules {

  private final Report report;
  private final Set<String> names = new HashSet<>();
  private final Set<String> volumes;

  private PodRules(Report report, Set<String> volumes) {
    this.report = report;
    this.volumes = new HashSet<>(volumes);
  }

  static void check(PodSpec spec, String path, Report report) {
    check(spec, path, Set.of(), report);
  }

  /// `claimed` are volumes that the pod gets besides those in its spec.
  static void check(PodSpec spec, String path, Set<String> claimed, Report report) {
    var rules = new PodRules(report, claimed);
    rules.volumes(spec, path);
    if (spec.getContainers().isEmpty()) {
      report.error(path + ".containers", "MissingField", "is empty", "add at least one container");
    }
    for (int i = 0; i < spec.getContainers().size(); i++) {
      var container = spec.getContainers().get(i);
      var at = path + ".containers[" + i + "]";
      rules.container(container, at);
      rules.probes(container, at);
    }
    for (int i = 0; i < spec.getInitContainers().size(); i++) {
      var container = spec.getInitContainers().get(i);
      var at = path + ".initContainers[" + i + "]";
      rules.container(container, at);
      rules.initContainer(container, at);
    }
    if (spec.getHostname() != null && !spec.getHostname().isEmpty()) {
      Formats.dnsLabel(spec.getHostname())
          .ifPresent(w -> report.error(path + ".hostname", "InvalidName", w, "correct it"));
    }
  }

  private void volumes(PodSpec spec, String path) {
    var own = new HashSet<String>();
    for (int i = 0; i < spec.getVolumes().size(); i++) {
      var at = path + ".volumes[" + i + "].name";
      var name = Objects.requireNonNullElse(spec.getVolumes().get(i).getName(), "");
      Formats.dnsLabel(name).ifPresent(w -> report.error(at, "InvalidName", w, "rename it"));
      if (!own.add(name)) {
        report.error(
            at,
            "Duplicate",
            "is \"" + name + "\", as is that of another volume",
            "rename one of the two");
      }
    }
    volumes.addAll(own);
  }

  private void mounts(Container container, String path) {
    for (int i = 0; i < container.getVolumeMounts().size(); i++) {
      var name = container.getVolumeMounts().get(i).getName();
      if (!volumes.contains(name)) {
        report.error(
            path + ".volumeMounts[" + i + "].name",
            "NotFound",
            "is \"" + name + "\", and the pod has no such volume",
            Spelling.nearest(name, volumes)
                .map(near -> "write `" + near + "`")
                .orElse("add it to the pod's `volumes`, or remove the mount"));
      }
    }
  }

  private void initContainer(Container container, String path) {
    var policy = container.getRestartPolicy();
    if (policy != null && !policy.equals("Always")) {
      report.error(
          path + ".restartPolicy",
          "InvalidValue",
          "is " + policy + ", and may only be Always in an init container",
          "remove it, or write `Always` for a sidecar");
    }
    boolean probed =
        Stream.of(
                container.getLifecycle(),
                container.getLivenessProbe(),
                container.getReadinessProbe(),
                container.getStartupProbe())
            .anyMatch(Objects::nonNull);
    if (policy == null && probed) {
      report.error(
          path,
          "InvalidValue",
          "has a probe or a `lifecycle`, which only a sidecar may have among init containers",
          "remove it, or add `restartPolicy: Always`");
    }
    if (policy != null) {
      probes(container, path);
    }
  }

  private void container(Container container, String path) {
    var name = Objects.requireNonNullElse(container.getName(), "");
    Formats.dnsLabel(name)
        .ifPresent(w -> report.error(path + ".name", "InvalidName", w, "rename it"));
    if (!names.add(name)) {
      report.error(
          path + ".name",
          "Duplicate",
          "is \"" + name + "\", as is that of another container",
          "rename one of the two");
    }
    if (container.getImage() == null || container.getImage().isEmpty()) {
      report.error(
          path + ".image",
          "MissingField",
          "is missing",
          "add `image:`; without a cluster any name will do");
    }
    ports(container, path);
    EnvRules.check(container, path, report);
    mounts(container, path);
  }

  private void ports(Container container, String path) {
    var portNames = new HashSet<String>();
    for (int i = 0; i < container.getPorts().size(); i++) {
      var port = container.getPorts().get(i);
      var at = path + ".ports[" + i + "].name";
      if (port.getName() != null && !port.getName().isEmpty()) {
        Formats.portName(port.getName())
            .ifPresent(w -> report.error(at, "InvalidName", w, "rename the port"));
        if (!portNames.add(port.getName())) {
          report.error(
              at,
              "Duplicate",
              "is \"" + port.getName() + "\", as is that of another port",
              "rename one of the two");
        }
      }
    }
  }

  private void probes(Container container, String path) {
    probe(container.getReadinessProbe(), path + ".readinessProbe");
    probe(container.getLivenessProbe(), path + ".livenessProbe");
    probe(container.getStartupProbe(), path + ".startupProbe");
    onceEnough(container.getLivenessProbe(), path + ".livenessProbe");
    onceEnough(container.getStartupProbe(), path + ".startupProbe");
    var lifecycle = container.getLifecycle();
    if (lifecycle != null) {
      handler(lifecycle.getPostStart(), path + ".lifecycle.postStart");
      handler(lifecycle.getPreStop(), path + ".lifecycle.preStop");
    }
  }

  private void onceEnough(@Nullable Probe probe, String path) {
    var threshold = probe == null ? null : probe.getSuccessThreshold();
    if (threshold != null && threshold > 1) {
      report.error(path + ".successThreshold", "InvalidValue", "must be 1 here", "remove it");
    }
  }

  private void probe(@Nullable Probe probe, String path) {
    if (probe != null) {
      one(
          path,
          "exec, httpGet, tcpSocket or grpc",
          probe.getExec(),
          probe.getHttpGet(),
          probe.getTcpSocket(),
          probe.getGrpc());
      http(probe.getHttpGet(), path);
      tcp(probe.getTcpSocket(), path);
    }
  }

  private void handler(@Nullable LifecycleHandler handler, String path) {
    if (handler != null) {
      one(
          path,
          "exec, httpGet, tcpSocket or sleep",
          handler.getExec(),
          handler.getHttpGet(),
          handler.getTcpSocket(),
          handler.getSleep());
      http(handler.getHttpGet(), path);
      tcp(handler.getTcpSocket(), path);
    }
  }

  private void one(String path, String names, @Nullable Object... actions) {
    if (Stream.of(actions).filter(Objects::nonNull).count() != 1) {
      report.error(
          path, "InvalidValue", "must have exactly one of " + names, "keep or add one of them");
    }
  }

  private void http(@Nullable HTTPGetAction get, String path) {
    if (get != null) {
      ServiceRules.target(get.getPort(), path + ".httpGet.port", report);
    }
  }

  private void tcp(@Nullable TCPSocketAction action, String path) {
    if (action != null) {
      ServiceRules.target(action.getPort(), path + ".tcpSocket.port", report);
    }
  }
}
