package dev.tulle.core.world;

import dev.tulle.core.name.ObjectName;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointHints;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.ForNode;
import io.fabric8.kubernetes.api.model.discovery.v1.ForZone;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is used of an EndpointSlice. `service` is the name in its `kubernetes.io/service-name`
/// label, empty where it has none. Unset conditions are already what kube-proxy takes them for:
/// ready and serving true, terminating false.
public record SliceRecord(
    ObjectName name,
    String service,
    String addressType,
    List<SlicePort> ports,
    List<SliceEndpoint> endpoints) {

  public static final String SERVICE_LABEL = "kubernetes.io/service-name";

  /// A port of every endpoint of the slice; `name` is empty where the Service's port has none.
  public record SlicePort(String name, int number, String protocol, String appProtocol) {}

  /// One endpoint. Texts that are unset are empty.
  public record SliceEndpoint(
      List<String> addresses,
      boolean ready,
      boolean serving,
      boolean terminating,
      String hostname,
      String node,
      String zone,
      Set<String> hintZones,
      Set<String> hintNodes,
      String targetPod) {

    public SliceEndpoint {
      addresses = List.copyOf(addresses);
      hintZones = Set.copyOf(hintZones);
      hintNodes = Set.copyOf(hintNodes);
    }
  }

  public SliceRecord {
    ports = List.copyOf(ports);
    endpoints = List.copyOf(endpoints);
  }

  public ObjectName serviceName() {
    return new ObjectName("Service", name.namespace(), service);
  }

  public static SliceRecord of(EndpointSlice slice) {
    var metadata = slice.getMetadata();
    return new SliceRecord(
        Kind.ENDPOINT_SLICE.named(
            Given.text(metadata.getNamespace()), Given.text(metadata.getName())),
        Given.text(metadata.getLabels(), SERVICE_LABEL),
        Given.text(slice.getAddressType()),
        Given.list(slice.getPorts()).stream()
            .filter(port -> port.getPort() != null)
            .map(SliceRecord::port)
            .toList(),
        Given.list(slice.getEndpoints()).stream().map(SliceRecord::endpoint).toList());
  }

  private static SlicePort port(EndpointPort port) {
    return new SlicePort(
        Given.text(port.getName()),
        port.getPort(),
        Objects.requireNonNullElse(port.getProtocol(), "TCP"),
        Given.text(port.getAppProtocol()));
  }

  private static SliceEndpoint endpoint(Endpoint endpoint) {
    var conditions = endpoint.getConditions();
    boolean ready = conditions == null || !Boolean.FALSE.equals(conditions.getReady());
    boolean terminating = conditions != null && Boolean.TRUE.equals(conditions.getTerminating());
    boolean serving = conditions == null || !Boolean.FALSE.equals(conditions.getServing());
    var hints = Objects.requireNonNullElseGet(endpoint.getHints(), EndpointHints::new);
    var target = endpoint.getTargetRef();
    return new SliceEndpoint(
        Given.list(endpoint.getAddresses()),
        ready,
        serving,
        terminating,
        Given.text(endpoint.getHostname()),
        Given.text(endpoint.getNodeName()),
        Given.text(endpoint.getZone()),
        names(hints.getForZones(), ForZone::getName),
        names(hints.getForNodes(), ForNode::getName),
        (target != null && "Pod".equals(target.getKind())) ? Given.text(target.getName()) : "");
  }

  private static <T> Set<String> names(List<T> hints, Function<T, @Nullable String> name) {
    return Given.list(hints).stream()
        .map(hint -> Given.text(name.apply(hint)))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.toSet());
  }
}
