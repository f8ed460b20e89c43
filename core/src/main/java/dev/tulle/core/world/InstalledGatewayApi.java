package dev.tulle.core.world;

import dev.tulle.core.name.ObjectName;

/// The Gateway API as a cluster has it installed: the version that its definitions name, as in
/// `v1.6.3`.
public record InstalledGatewayApi(String version) {

  /// No kind that is listed and watched: of all definitions only this one's annotation counts.
  public static final Kind<InstalledGatewayApi> KIND =
      new Kind<>("CustomResourceDefinition", InstalledGatewayApi.class);

  /// The definition that is there whenever any of them is of use.
  public static final ObjectName NAME = KIND.named("", "gatewayclasses.gateway.networking.k8s.io");
}
