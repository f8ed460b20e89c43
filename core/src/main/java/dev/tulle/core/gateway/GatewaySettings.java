package dev.tulle.core.gateway;

import java.util.List;
import java.util.Optional;

/// What is told about Gateways besides objects: where their listeners are bound, the version of the
/// Gateway API that is installed, where it is known, and the file in which the proxies find the
/// authorities that their operating system trusts, where it has one.
public record GatewaySettings(
    Binding binding, Optional<String> apiVersion, Optional<String> systemAuthorities) {

  public static final String SUPPORTED_VERSION = "v1.6.3";

  private static final Binding ALL = new Binding.Everywhere(List.of("0.0.0.0"));

  /// Where Debian and what is made from it keep them.
  private static final String AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt";

  /// Of a folder, where Gateways are what the API of this version says.
  public static GatewaySettings ofFolder() {
    return new GatewaySettings(ALL, Optional.of(SUPPORTED_VERSION), Optional.of(AUTHORITIES));
  }

  /// Of a cluster, whose proxies run from our image.
  public static GatewaySettings ofCluster() {
    return new GatewaySettings(ALL, Optional.of(SUPPORTED_VERSION), Optional.of(AUTHORITIES));
  }
}
