package dev.tulle.cli.local.proxy;

import dev.tulle.cli.instance.Instance;
import dev.tulle.cli.instance.LocalIdentities;
import dev.tulle.core.xds.Bootstrap;
import dev.tulle.core.xds.BootstrapSettings;
import dev.tulle.core.xds.Printer;
import dev.tulle.core.xds.SdsFiles;
import dev.tulle.server.ca.Bearer;
import dev.tulle.server.ca.CredentialFiles;
import dev.tulle.server.ca.Owner;
import dev.tulle.server.ca.Rotation;
import java.io.IOException;
import java.nio.file.Path;

/// The Envoy that is the ingress gateway, in the host's network namespace: what it is started with.
public final class GatewayProxy {

  private static final String NAME = "ingress";
  private static final long MAX_HEAP_BYTES = 1L << 30;

  private GatewayProxy() {}

  /// Prepares its directory, keeps its certificate valid, and runs it.
  public static EnvoyProcess run(
      Instance instance,
      Path envoy,
      Rotation rotation,
      boolean lowPorts,
      EnvoyProcess.Watcher watcher)
      throws IOException {
    var directory = instance.gatewayProxy();
    var certificates = directory.resolve("certificates");
    ProxyUser.createDirectory(directory);
    ProxyUser.createDirectory(certificates);
    var settings = settings(instance, directory, certificates);
    rotation.keep(
        NAME,
        Bearer.of(LocalIdentities.INGRESS_GATEWAY),
        new CredentialFiles(certificates, new Owner(ProxyUser.ID, ProxyUser.ID)));
    for (var file : SdsFiles.of(settings).entrySet()) {
      ProxyUser.write(Path.of(file.getKey()), file.getValue());
    }
    var bootstrap = Printer.json(Bootstrap.of(settings));
    return EnvoyProcess.run(
        new EnvoyProcess.Spec(NAME, envoy, directory, bootstrap, lowPorts), watcher);
  }

  private static BootstrapSettings settings(Instance instance, Path directory, Path certificates) {
    return new BootstrapSettings(
        NAME + "." + instance.id(),
        NAME,
        instance.xdsSocket().toString(),
        directory.resolve("admin.sock").toString(),
        certificates.toString(),
        LocalIdentities.CONTROL_PLANE,
        MAX_HEAP_BYTES);
  }
}
