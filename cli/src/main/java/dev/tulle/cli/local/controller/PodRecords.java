package dev.tulle.cli.local.controller;

import dev.tulle.core.world.PodRecord;
import dev.tulle.core.world.PodRecord.PodPort;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.stream.Stream;

/// Projects a Pod to what the compiler reads of it.
public final class PodRecords {

  private PodRecords() {}

  public static PodRecord of(Pod pod) {
    return of(ObservedPod.of(pod));
  }

  static PodRecord of(ObservedPod pod) {
    var spec = Fields.or(pod.pod().getSpec(), new PodSpec());
    var account = Fields.text(spec.getServiceAccountName());
    return new PodRecord(
        pod.name(),
        pod.labels(),
        Fields.map(pod.pod().getMetadata().getAnnotations()),
        account.isEmpty() ? "default" : account,
        Fields.text(spec.getNodeName()),
        addresses(pod.pod()),
        ports(spec),
        pod.ready(),
        pod.terminating());
  }

  /// The pod's IPs, the primary one first.
  static List<String> addresses(Pod pod) {
    var status = Fields.or(pod.getStatus(), new PodStatus());
    return Stream.concat(
            Stream.of(Fields.text(status.getPodIP())),
            Fields.list(status.getPodIPs()).stream().map(PodIP::getIp).map(Fields::text))
        .filter(ip -> !ip.isEmpty())
        .distinct()
        .toList();
  }

  /// Declared ports, those of native sidecars among them.
  static List<PodPort> ports(PodSpec spec) {
    var sidecars =
        Fields.list(spec.getInitContainers()).stream()
            .filter(c -> "Always".equals(c.getRestartPolicy()));
    return Stream.concat(Fields.list(spec.getContainers()).stream(), sidecars)
        .map(Container::getPorts)
        .flatMap(ports -> Fields.list(ports).stream())
        .filter(port -> port.getContainerPort() != null)
        .map(PodRecords::port)
        .toList();
  }

  private static PodPort port(ContainerPort port) {
    return new PodPort(
        Fields.text(port.getName()), port.getContainerPort(), Fields.or(port.getProtocol(), "TCP"));
  }
}
