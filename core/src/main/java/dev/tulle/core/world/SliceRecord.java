package dev.tulle.core.world;

import dev.tulle.core.name.ObjectName;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// What is used of an EndpointSlice. `service` is the name in its `kubernetes.io/service-name`
/// label, empty where it has none. Unset conditions are already what the API says they mean: ready
/// and serving true, terminating false.
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
      String targetPod) {

    public SliceEndpoint {
      addresses = List.copyOf(addresses);
      hintZones = Set.copyOf(hintZones);
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
    var labels = Objects.requireNonNullElse(metadata.getLabels(), Map.<String, String>of());
    var name = Kind.ENDPOINT_SLICE.named(text(metadata.getNamespace()), text(metadata.getName()));
    return new SliceRecord(
        name,
        text(labels.get(SERVICE_LABEL)),
        text(slice.getAddressType()),
        Objects.requireNonNullElse(
                slice.getPorts(),
                List.<io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort>of())
            .stream()
            .filter(p -> p.getPort() != null)
            .map(
                p ->
                    new SlicePort(
                        text(p.getName()),
                        p.getPort(),
                        Objects.requireNonNullElse(p.getProtocol(), "TCP"),
                        text(p.getAppProtocol())))
            .toList(),
        Objects.requireNonNullElse(
                slice.getEndpoints(),
                List.<io.fabric8.kubernetes.api.model.discovery.v1.Endpoint>of())
            .stream()
            .map(SliceRecord::endpoint)
            .toList());
  }

  private static SliceEndpoint endpoint(
      io.fabric8.kubernetes.api.model.discovery.v1.Endpoint endpoint) {
    var conditions = endpoint.getConditions();
    boolean ready = conditions == null || !Boolean.FALSE.equals(conditions.getReady());
    boolean terminating = conditions != null && Boolean.TRUE.equals(conditions.getTerminating());
    // "serving" unset means "as ready says"
    boolean serving =
        (conditions == null || conditions.getServing() == null) ? ready : conditions.getServing();
    var hints = new TreeSet<String>();
    if (endpoint.getHints() != null && endpoint.getHints().getForZones() != null) {
      endpoint.getHints().getForZones().forEach(zone -> hints.add(text(zone.getName())));
    }
    var target = endpoint.getTargetRef();
    return new SliceEndpoint(
        Objects.requireNonNullElse(endpoint.getAddresses(), List.of()),
        ready,
        serving,
        terminating,
        text(endpoint.getHostname()),
        text(endpoint.getNodeName()),
        text(endpoint.getZone()),
        hints,
        (target != null && "Pod".equals(target.getKind())) ? text(target.getName()) : "");
  }

  private static String text(@org.jspecify.annotations.Nullable String value) {
    return value == null ? "" : value;
  }
}
