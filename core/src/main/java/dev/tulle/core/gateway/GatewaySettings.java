package dev.tulle.core.gateway;

import java.util.Optional;

/// What is told about Gateways besides objects: where their listeners are bound, the version of the
/// Gateway API that is installed, where it is known, and the file in which the proxies find the
/// authorities that their operating system trusts, where it has one.
public record GatewaySettings(
    Binding binding, Optional<String> apiVersion, Optional<String> systemAuthorities) {

  public static final String SUPPORTED_VERSION = "v1.6.3";

  /// Of a folder, where Gateways are what the API of this version says.
  public static GatewaySettings ofFolder() {
    return new GatewaySettings(
        new Binding.OfService(), Optional.of(SUPPORTED_VERSION), Optional.empty());
  }
}
