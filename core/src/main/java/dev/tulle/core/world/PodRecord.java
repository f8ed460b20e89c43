package dev.tulle.core.world;

import dev.tulle.core.name.ObjectName;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// What is used of a Pod. `addresses` are its IPs, the primary one first; empty until it has one.
/// It is `owned` where another object, such as a ReplicaSet, made it from a template.
public record PodRecord(
    ObjectName name,
    Map<String, String> labels,
    Map<String, String> annotations,
    String serviceAccount,
    String node,
    List<String> addresses,
    List<PodPort> ports,
    boolean ready,
    boolean terminating,
    boolean owned) {

  /// A declared container port; `name` is empty where it has none, `protocol` is `TCP`, `UDP` or
  /// `SCTP`.
  public record PodPort(String name, int number, String protocol) {}

  public PodRecord {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
    addresses = List.copyOf(addresses);
    ports = List.copyOf(ports);
  }

  public static PodRecord of(Pod pod) {
    var metadata = Objects.requireNonNullElseGet(pod.getMetadata(), ObjectMeta::new);
    var spec = Objects.requireNonNullElseGet(pod.getSpec(), PodSpec::new);
    var status = status(pod);
    var account = Given.text(spec.getServiceAccountName());
    return new PodRecord(
        Kind.POD.named(Given.text(metadata.getNamespace()), Given.text(metadata.getName())),
        Given.texts(metadata.getLabels()),
        Given.texts(metadata.getAnnotations()),
        account.isEmpty() ? "default" : account,
        Given.text(spec.getNodeName()),
        addresses(pod),
        ports(spec),
        Given.list(status.getConditions()).stream()
            .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus())),
        metadata.getDeletionTimestamp() != null,
        !Given.list(metadata.getOwnerReferences()).isEmpty());
  }

  private static PodStatus status(Pod pod) {
    return Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
  }

  /// The pod's IPs, the primary one first.
  public static List<String> addresses(Pod pod) {
    var status = status(pod);
    return Stream.concat(
            Stream.of(Given.text(status.getPodIP())),
            Given.list(status.getPodIPs()).stream().map(ip -> Given.text(ip.getIp())))
        .filter(ip -> !ip.isEmpty())
        .distinct()
        .toList();
  }

  /// Declared ports, those of native sidecars among them.
  public static List<PodPort> ports(PodSpec spec) {
    var sidecars =
        Given.list(spec.getInitContainers()).stream()
            .filter(container -> "Always".equals(container.getRestartPolicy()));
    return Stream.concat(Given.list(spec.getContainers()).stream(), sidecars)
        .flatMap(container -> Given.list(container.getPorts()).stream())
        .filter(port -> port.getContainerPort() != null)
        .map(
            port ->
                new PodPort(
                    Given.text(port.getName()),
                    port.getContainerPort(),
                    Objects.requireNonNullElse(port.getProtocol(), "TCP")))
        .toList();
  }
}
