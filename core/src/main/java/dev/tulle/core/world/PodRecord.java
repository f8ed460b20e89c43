package dev.tulle.core.world;

import dev.tulle.core.name.ObjectName;
import java.util.List;
import java.util.Map;

/// What is used of a Pod. `addresses` are its IPs, the primary one first; empty until it has one.
public record PodRecord(
    ObjectName name,
    Map<String, String> labels,
    Map<String, String> annotations,
    String serviceAccount,
    String node,
    List<String> addresses,
    List<PodPort> ports,
    boolean ready,
    boolean terminating) {

  /// A declared container port; `name` is empty where it has none, `protocol` is `TCP`, `UDP` or
  /// `SCTP`.
  public record PodPort(String name, int number, String protocol) {}

  public PodRecord {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
    addresses = List.copyOf(addresses);
    ports = List.copyOf(ports);
  }
}
