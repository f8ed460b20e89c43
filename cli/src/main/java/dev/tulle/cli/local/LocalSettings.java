package dev.tulle.cli.local;

import dev.tulle.cli.instance.LocalIdentities;
import dev.tulle.core.compile.Settings;
import dev.tulle.core.gateway.GatewaySettings;
import dev.tulle.core.ingress.IngressGateway;
import dev.tulle.core.name.ObjectName;
import java.util.List;

/// What is the same for every folder that runs on one machine, and for its offline commands.
public final class LocalSettings {

  public static final ObjectName INGRESS = new ObjectName("IngressClass", "", "tulle");

  private LocalSettings() {}

  /// For a gateway that listens on these addresses and ports.
  public static Settings compiler(List<String> addresses, int http, int https) {
    return new Settings(
        LocalIdentities.TRUST_DOMAIN,
        "cluster.local",
        new IngressGateway(INGRESS, addresses, http, https),
        GatewaySettings.standard());
  }
}
