package dev.tulle.core.gateway;

import java.util.Optional;

/// What is told about Gateways besides objects: the version of the Gateway API that is installed,
/// where it is known, the file in which the proxies find the authorities that their operating
/// system trusts, where it has one, and whether workloads have proxies, so that routes can be
/// attached to Services.
public record GatewaySettings(
    Optional<String> apiVersion, Optional<String> systemAuthorities, boolean mesh) {

  public static final String SUPPORTED_VERSION = "v1.6.3";

  /// Where Debian and what is made from it keep them, our image of a proxy among that.
  private static final String AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt";

  /// Of a folder, whose Gateways are what the API of this version says.
  public static GatewaySettings standard() {
    return new GatewaySettings(Optional.of(SUPPORTED_VERSION), Optional.of(AUTHORITIES), true);
  }

  /// Of a cluster, which says itself what is installed in it. Routes of Services are another mesh's
  /// there.
  public static GatewaySettings ofCluster() {
    return new GatewaySettings(Optional.empty(), Optional.of(AUTHORITIES), false);
  }

  GatewaySettings with(String version) {
    return new GatewaySettings(Optional.of(version), systemAuthorities, mesh);
  }
}
