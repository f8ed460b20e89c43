package dev.tulle.core.ir;

import dev.tulle.core.name.ObjectName;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A Service as the mesh sees it. Port numbers are unique among its TCP ports. `addresses` are its
/// cluster IPs, at most one of each family, the primary one first; with `internalTrafficLocal` a
/// client uses endpoints on its own node only.
public record MeshService(
    ObjectName name,
    Type type,
    List<Port> ports,
    Affinity affinity,
    Map<String, String> selector,
    IpFamily firstFamily,
    List<String> addresses,
    boolean internalTrafficLocal) {

  /// Who gives the Service its endpoints: EndpointSlices, or DNS alone.
  public enum Type {
    ENDPOINTS,
    EXTERNAL_NAME
  }

  /// One port; `name` is empty where it has none, which is allowed where it is the only one.
  /// `index` is its place in the object, `transport` is `TCP`, `UDP` or `SCTP`, and `appProtocol`
  /// what the object says, or empty.
  public record Port(
      int index,
      String name,
      int number,
      String transport,
      String appProtocol,
      Protocol protocol,
      Target target) {

    public boolean isTcp() {
      return protocol != Protocol.NOT_TCP;
    }

    /// As a person writes it: `http (80)`, or `80` where it has no name.
    @Override
    public String toString() {
      return name.isEmpty() ? Integer.toString(number) : name + " (" + number + ")";
    }
  }

  /// Which port of a pod a port leads to.
  public sealed interface Target {

    record Numbered(int port) implements Target {}

    /// The port that the pod declares under this name.
    record Named(String name) implements Target {}
  }

  public MeshService {
    ports = List.copyOf(ports);
    selector = Map.copyOf(selector);
    addresses = List.copyOf(addresses);
  }

  /// The TCP port where TCP and UDP share a number, as they may.
  public Optional<Port> port(int number) {
    return ports.stream()
        .filter(port -> port.number() == number)
        .min(Comparator.comparing(port -> port.protocol() == Protocol.NOT_TCP));
  }

  public Optional<Port> port(String portName) {
    return ports.stream().filter(port -> port.name().equals(portName)).findFirst();
  }
}
