package dev.tulle.server.deploy;

import dev.tulle.core.crd.ProxyParameters;
import dev.tulle.core.name.ObjectName;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The proxies of one gateway as they are to run. All that is made for them has one `name` in one
/// `namespace`. `selector` are the labels by which they are found, `labels` and `annotations` those
/// that all objects have besides. `addresses` are those that clients are to reach them at, where
/// some are asked for.
public record Fleet(
    ObjectName gateway,
    String namespace,
    String name,
    Map<String, String> selector,
    Map<String, String> labels,
    Map<String, String> annotations,
    Optional<OwnerReference> owner,
    List<Port> ports,
    List<String> addresses,
    ProxyParameters parameters) {

  /// A port that clients connect to; `protocol` is `TCP` or `UDP`.
  public record Port(int number, String protocol) implements Comparable<Port> {
    /// As in `tcp-80`.
    String name() {
      return protocol.toLowerCase(Locale.ROOT) + "-" + number;
    }

    @Override
    public int compareTo(Port other) {
      return name().compareTo(other.name());
    }
  }

  public Fleet {
    selector = Map.copyOf(selector);
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
    ports = List.copyOf(ports);
    addresses = List.copyOf(addresses);
  }
}
