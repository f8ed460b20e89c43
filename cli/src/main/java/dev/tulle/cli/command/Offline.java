package dev.tulle.cli.command;

import dev.tulle.core.compile.Settings;
import dev.tulle.core.ingress.IngressGateway;
import dev.tulle.core.name.ObjectName;
import java.util.List;

/// What commands that run nothing compile with: the same as `up` without options.
final class Offline {

  private static final int HTTP = 8080;
  private static final int HTTPS = 8443;

  private Offline() {}

  static Settings settings() {
    return new Settings(
        "cluster.local",
        "cluster.local",
        new IngressGateway(
            new ObjectName("IngressClass", "", "tulle"), List.of("127.0.0.1"), HTTP, HTTPS));
  }
}
