package dev.tulle.cli.local.proxy;

import dev.tulle.cli.instance.LocalIdentities;
import dev.tulle.server.ca.Bearer;
import java.io.IOException;
import java.util.Optional;

/// The Envoy that is the ingress gateway, in the host's network namespace: what it is started with.
public final class GatewayProxy {

  private static final String NAME = "ingress";
  private static final int MOST_THREADS = 4;

  private GatewayProxy() {}

  /// Prepares its directory, keeps its certificate valid, and runs it.
  public static EnvoyProcess run(ProxyGround ground, boolean lowPorts, EnvoyProcess.Watcher watcher)
      throws IOException {
    var directory = ground.instance().gatewayProxy();
    var bearer = Bearer.of(LocalIdentities.INGRESS_GATEWAY);
    var bootstrap = ground.prepare(new ProxyGround.Subject(NAME, NAME, directory, bearer));
    int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    return EnvoyProcess.run(
        new EnvoyProcess.Spec(
            NAME, ground.envoy(), directory, bootstrap, threads, lowPorts, Optional.empty()),
        watcher);
  }
}
