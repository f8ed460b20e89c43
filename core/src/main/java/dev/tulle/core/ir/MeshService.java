package dev.tulle.core.ir;

import dev.tulle.core.name.ObjectName;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A Service as the mesh sees it. Port numbers are unique among its TCP ports.
public record MeshService(
    ObjectName name,
    Type type,
    List<Port> ports,
    Affinity affinity,
    Map<String, String> selector,
    String ipFamily) {

  /// Who gives the Service its endpoints: EndpointSlices, or DNS alone.
  public enum Type {
    ENDPOINTS,
    EXTERNAL_NAME
  }

  /// One port; `name` is empty where it has none, which is allowed where it is the only one.
  public record Port(String name, int number, Protocol protocol) {

    /// As a person writes it: `http (80)`, or `80` where it has no name.
    @Override
    public String toString() {
      return name.isEmpty() ? Integer.toString(number) : name + " (" + number + ")";
    }
  }

  public MeshService {
    ports = List.copyOf(ports);
    selector = Map.copyOf(selector);
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
