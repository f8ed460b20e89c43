package dev.tulle.core.ir;

import dev.tulle.core.crd.ProxyParameters;
import java.util.List;
import java.util.Map;

/// What a Gateway asks of the objects that its proxies are made of: labels and annotations that all
/// of them get, IP addresses, and the parameters of its class and its own, of which its own count.
public record Infrastructure(
    String gatewayClass,
    Map<String, String> labels,
    Map<String, String> annotations,
    List<String> addresses,
    ProxyParameters parameters) {

  public Infrastructure {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
    addresses = List.copyOf(addresses);
  }
}
