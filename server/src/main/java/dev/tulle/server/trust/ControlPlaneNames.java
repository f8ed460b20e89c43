package dev.tulle.server.trust;

import dev.tulle.core.name.SpiffeId;
import dev.tulle.server.ca.Bearer;
import java.util.List;
import java.util.Optional;

/// What the control plane is called inside a cluster, where it is the Service `tulle` of its
/// namespace and runs as the ServiceAccount of that name.
public record ControlPlaneNames(String namespace, String trustDomain, String clusterDomain) {

  public static final String SERVICE = "tulle";

  public SpiffeId identity() {
    return new SpiffeId(trustDomain, namespace, SERVICE);
  }

  /// The host that proxies connect to.
  public String host() {
    return SERVICE + "." + namespace + ".svc";
  }

  /// Whom the server's certificate is for.
  public Bearer bearer() {
    return new Bearer(
        identity(),
        Optional.empty(),
        List.of(),
        List.of(SERVICE + "." + namespace, host(), host() + "." + clusterDomain));
  }
}
